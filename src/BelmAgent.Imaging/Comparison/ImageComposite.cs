namespace BelmAgent.Imaging.Comparison;

/// <summary>Composes one picture over another, pixel by pixel.</summary>
/// <remarks>Stateless; safe to call from any thread.</remarks>
public static class ImageComposite
{
    /// <summary>Computes under + w·(over − under), rounded to the nearest value.</summary>
    /// <param name="under">The picture below.</param>
    /// <param name="over">The picture above, of the same size.</param>
    /// <param name="weights">One weight per pixel, row by row, 0 (below) to 1 (above); at both ends the pixel is copied exactly.</param>
    /// <exception cref="ArgumentException">The sizes differ, or the number of weights is wrong.</exception>
    public static RgbImage Over(RgbImage under, RgbImage over, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(under);
        ArgumentNullException.ThrowIfNull(over);
        if (under.Width != over.Width || under.Height != over.Height)
        {
            throw new ArgumentException($"The images are of {under.Width}×{under.Height} and {over.Width}×{over.Height}.", nameof(over));
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, under.Width * under.Height, nameof(weights));
        var pixels = new byte[RgbImage.ByteCount(under.Width, under.Height)];
        for (var y = 0; y < under.Height; y++)
        {
            ReadOnlySpan<byte> below = under.Row(y), above = over.Row(y);
            for (var k = 0; k < below.Length; k++)
            {
                var weight = weights[(y * under.Width) + (k / RgbImage.Channels)];
                pixels[(y * below.Length) + k] = (byte)Math.Clamp(Math.Round(below[k] + (weight * (above[k] - below[k]))), 0, 255);
            }
        }

        return new RgbImage(under.Width, under.Height, pixels);
    }
}
