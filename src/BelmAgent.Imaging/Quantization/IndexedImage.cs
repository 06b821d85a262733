using BelmAgent.Imaging.Codecs;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace BelmAgent.Imaging.Quantization;

/// <summary>A picture with a palette.</summary>
/// <param name="Palette">The colours, at most 256.</param>
/// <param name="Indices">The palette index of each pixel, row by row.</param>
public sealed record IndexedImage(IReadOnlyList<RgbColor> Palette, ReadOnlyMemory<byte> Indices)
{
    /// <summary>Maximum number of colours that an index can address.</summary>
    public const int MaxColors = 256;

    /// <summary>Reduces a picture to the palette that represents it best (Wu 1991), without dithering.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="maxColors">Maximum number of colours, 1 to 256. Default: 256.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of colours is out of range.</exception>
    public static IndexedImage From(RgbImage image, int maxColors = MaxColors)
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
