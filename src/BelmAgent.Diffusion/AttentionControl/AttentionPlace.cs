namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>Which part of the UNet an attention layer is in.</summary>
public enum AttentionPlace
{
    /// <summary>On the way down, while skip connections open.</summary>
    Down,

    /// <summary>In the middle, where all are open.</summary>
    Mid,

    /// <summary>On the way up, while they close.</summary>
    Up,
}
