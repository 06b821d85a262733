namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>What an attention layer looks at.</summary>
public enum AttentionKind
{
    /// <summary>The prompt: keys and values are of the text embedding.</summary>
    Cross,

    /// <summary>The picture itself: keys and values are of the hidden state that the queries are of.</summary>
    Self,
}
