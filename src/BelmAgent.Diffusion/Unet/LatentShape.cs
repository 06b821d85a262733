namespace BelmAgent.Diffusion.Unet;

/// <summary>Size of a latent picture.</summary>
/// <param name="Channels">Channels: 4 for Stable Diffusion.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct LatentShape(int Channels, int Height, int Width)
{
    /// <summary>Elements in all.</summary>
    public int Length => Channels * Height * Width;
}
