namespace BelmAgent.Diffusion.Models;

/// <summary>The size of a latent.</summary>
/// <param name="Channels">Number of channels: 4 for Stable Diffusion.</param>
/// <param name="Height">Number of rows.</param>
/// <param name="Width">Number of columns.</param>
public readonly record struct LatentShape(int Channels, int Height, int Width)
{
    /// <summary>Gets the total number of elements.</summary>
    public int Length => Channels * Height * Width;

    /// <summary>Returns the size after convolutions of stride 2, which round up.</summary>
    /// <param name="times">Number of convolutions.</param>
    internal LatentShape Halved(int times)
    {
        var (height, width) = (Height, Width);
        for (var i = 0; i < times; i++)
        {
            (height, width) = ((height + 1) / 2, (width + 1) / 2);
        }

        return new(Channels, height, width);
    }
}
