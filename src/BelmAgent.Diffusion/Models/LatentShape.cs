namespace BelmAgent.Diffusion.Models;

/// <summary>Size of a latent picture.</summary>
/// <param name="Channels">Channels: 4 for Stable Diffusion.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct LatentShape(int Channels, int Height, int Width)
{
    /// <summary>Gets the elements in all.</summary>
    public int Length => Channels * Height * Width;

    /// <summary>Returns the size after convolutions of stride 2, which keep the odd row.</summary>
    /// <param name="times">How many convolutions.</param>
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
