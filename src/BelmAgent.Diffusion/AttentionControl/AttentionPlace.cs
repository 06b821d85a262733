namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>The part of the UNet that contains an attention layer.</summary>
public enum AttentionPlace
{
    /// <summary>The downward path, where skip connections open.</summary>
    Down,

    /// <summary>The middle, where all skip connections are open.</summary>
    Mid,

    /// <summary>The upward path, where they close.</summary>
    Up,
}
