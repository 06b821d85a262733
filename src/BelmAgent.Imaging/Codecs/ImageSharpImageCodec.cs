using System.Runtime.InteropServices;
using BelmAgent.Imaging.Png;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace BelmAgent.Imaging.Codecs;

/// <summary>The codec on ImageSharp 3.1, compiled and used with <c>-p:ImageCodec=ImageSharp</c>.</summary>
/// <remarks>
/// Written against ImageSharp's documented interface and not yet compiled: the package was not on the feed where it was
/// written. ImageSharp 3.1 does not convert colour profiles, so a picture in another space keeps its numbers, and it may
/// decode a truncated JPEG to a partly grey picture instead of refusing it. Holds no state; safe to call from any thread.
/// </remarks>
public sealed class ImageSharpImageCodec : IImageCodec
{
    private static readonly DecoderOptions FirstFrame = new() { MaxFrames = 1 };

    /// <inheritdoc/>
    public RgbImage Decode(ReadOnlySpan<byte> encoded, ImageLimits limits, string? source)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ImageSignature.ThrowIfUnknown(encoded, source);
        try
        {
            var size = Image.Identify(FirstFrame, encoded);
            limits.ThrowIfTooLarge(size.Width, size.Height, source);
            using var image = Image.Load<Rgba32>(FirstFrame, encoded);
            image.Mutate(static context => context.AutoOrient());
            return Compose(image);
        }
        catch (Exception exception) when (exception is UnknownImageFormatException or InvalidImageContentException or NotSupportedException)
        {
            throw new ImageFormatException(ImageFault.Damaged, source, exception);
        }
    }

    /// <inheritdoc/>
    public byte[] EncodePng(RgbImage image, IReadOnlyDictionary<string, string>? text = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        var encoder = new PngEncoder { ColorType = PngColorType.Rgb, BitDepth = PngBitDepth.Bit8, SkipMetadata = true };
        var png = Encode(image, encoder);
        return text is null ? png : PngTextChunks.Insert(png, text);
    }

    /// <inheritdoc/>
    public byte[] EncodeJpeg(RgbImage image, int quality = 90)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        return Encode(image, new JpegEncoder { Quality = quality, SkipMetadata = true });
    }

    private static RgbImage Compose(Image<Rgba32> image)
    {
        var rgb = new byte[RgbImage.ByteCount(image.Width, image.Height)];
        image.ProcessPixelRows(rows =>
        {
            var target = 0;
            for (var y = 0; y < rows.Height; y++)
            {
                var rgba = MemoryMarshal.AsBytes(rows.GetRowSpan(y));
                for (; !rgba.IsEmpty; rgba = rgba[RgbaPixels.Channels..], target += RgbImage.Channels)
                {
                    RgbaPixels.ComposeOnWhite(rgba, rgb.AsSpan(target));
                }
            }
        });
        return new RgbImage(image.Width, image.Height, rgb);
    }

    private static byte[] Encode(RgbImage image, IImageEncoder encoder)
    {
        using var pixels = Image.LoadPixelData<Rgb24>(image.Pixels, image.Width, image.Height);
        using var stream = new MemoryStream();
        pixels.Save(stream, encoder);
        return stream.ToArray();
    }
}
