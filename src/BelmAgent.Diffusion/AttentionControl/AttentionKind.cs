namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>The input that an attention layer attends to.</summary>
public enum AttentionKind
{
    /// <summary>The prompt: keys and values come from the text embedding.</summary>
    Cross,

    /// <summary>The picture itself: keys and values come from the same hidden state as the queries.</summary>
    Self,
}
