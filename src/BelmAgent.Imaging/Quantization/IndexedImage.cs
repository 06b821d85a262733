using BelmAgent.Imaging.Codecs;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace BelmAgent.Imaging.Quantization;

/// <summary>A picture in few colours.</summary>
/// <param name="Palette">The colours, at most 256.</param>
/// <param name="Indices">For each pixel its colour's place in the palette, row by row.</param>
public sealed record IndexedImage(IReadOnlyList<RgbColor> Palette, ReadOnlyMemory<byte> Indices)
{
    /// <summary>Most colours that an index can name.</summary>
    public const int MaxColors = 256;

    /// <summary>Chooses the few colours that stand best for a picture's many (Wu 1991), without dithering.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="maxColors">Most colours, 1 to 256. Default: 256.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of colours is out of range.</exception>
    public static IndexedImage Of(RgbImage image, int maxColors = MaxColors)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxColors, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxColors, MaxColors);
        using var pixels = SharpPixels.Wrap(image);
        using var quantizer = new WuQuantizer(new QuantizerOptions { MaxColors = maxColors, Dither = null })
            .CreatePixelSpecificQuantizer<Rgb24>(SharpPixels.Configuration);
        using var frame = quantizer.BuildPaletteAndQuantizeFrame(pixels.Frames.RootFrame, pixels.Bounds());
        var indices = new byte[image.Width * image.Height];
        for (var y = 0; y < image.Height; y++)
        {
            frame.DangerousGetRowSpan(y).CopyTo(indices.AsSpan(y * image.Width));
        }

        return new IndexedImage([.. frame.Palette.ToArray().Select(color => new RgbColor(color.R, color.G, color.B))], indices);
    }
}
