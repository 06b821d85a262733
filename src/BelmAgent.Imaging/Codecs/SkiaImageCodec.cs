using System.Runtime.InteropServices;
using BelmAgent.Imaging.Png;
using SkiaSharp;

namespace BelmAgent.Imaging.Codecs;

/// <summary>The default codec, on Skia. Colour profiles are converted to sRGB; 16-bit channels keep their upper eight bits.</summary>
/// <remarks>Holds no state; safe to call from any thread.</remarks>
public sealed class SkiaImageCodec : IImageCodec
{
    /// <inheritdoc/>
    public RgbImage Decode(ReadOnlySpan<byte> encoded, ImageLimits limits, string? source)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ImageSignature.ThrowIfUnknown(encoded, source);
        using var data = SKData.CreateCopy(encoded);
        using var codec = SKCodec.Create(data) ?? throw new ImageFormatException(ImageFault.Damaged, source);
        var size = codec.Info.Size;
        limits.ThrowIfTooLarge(size.Width, size.Height, source);

        using var srgb = SKColorSpace.CreateSrgb();
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul, srgb);
        var rgba = new byte[info.BytesSize];
        return codec.GetPixels(info, rgba) == SKCodecResult.Success
            ? Compose(rgba, SkiaOrientation.Of(codec.EncodedOrigin, size.Width, size.Height), size.Width)
            : throw new ImageFormatException(ImageFault.Damaged, source);
    }

    /// <inheritdoc/>
    public byte[] EncodePng(RgbImage image, IReadOnlyDictionary<string, string>? text = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        var png = Encode(image, static pixels => pixels.Encode(SKPngEncoderOptions.Default));
        return text is null ? png : PngTextChunks.Insert(png, text);
    }

    /// <inheritdoc/>
    public byte[] EncodeJpeg(RgbImage image, int quality = 90)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        return Encode(image, pixels => pixels.Encode(SKEncodedImageFormat.Jpeg, quality));
    }

    private static RgbImage Compose(ReadOnlySpan<byte> rgba, SkiaOrientation orientation, int storedWidth)
    {
        var rgb = new byte[RgbImage.ByteCount(orientation.Width, orientation.Height)];
        var pixel = 0;
        for (var y = 0; pixel * RgbaPixels.Channels < rgba.Length; y++)
        {
            var target = orientation.Origin + (y * orientation.StepY);
            for (var x = 0; x < storedWidth; x++, pixel++, target += orientation.StepX)
            {
                RgbaPixels.ComposeOnWhite(rgba[(pixel * RgbaPixels.Channels)..], rgb.AsSpan(target * RgbImage.Channels));
            }
        }

        return new RgbImage(orientation.Width, orientation.Height, rgb);
    }

    private static byte[] Encode(RgbImage image, Func<SKPixmap, SKData?> encode)
    {
        var pin = GCHandle.Alloc(RgbaPixels.FromRgb(image), GCHandleType.Pinned);
        try
        {
            using var srgb = SKColorSpace.CreateSrgb();
            var info = new SKImageInfo(image.Width, image.Height, SKColorType.Rgb888x, SKAlphaType.Opaque, srgb);
            using var pixels = new SKPixmap(info, pin.AddrOfPinnedObject());
            using var encoded = encode(pixels);
            return encoded?.ToArray()
                ?? throw new InvalidOperationException($"The codec could not encode a picture of {image.Width}×{image.Height}.");
        }
        finally
        {
            pin.Free();
        }
    }
}
