using BelmAgent.Imaging.Codecs;
using SkiaSharp;

namespace BelmAgent.Imaging.Tests.Doubles;

/// <summary>Another codec, for a second opinion.</summary>
internal static class Skia
{
    /// <summary>Decodes to sRGB on white, orientation as stored; returns null if Skia refuses the file or finds it incomplete.</summary>
    public static RgbImage? Decode(byte[] encoded)
    {
        using var data = SKData.CreateCopy(encoded);
        using var codec = SKCodec.Create(data);
        if (codec is null)
        {
            return null;
        }

        var info = Info(codec.Info.Width, codec.Info.Height, SKColorSpace.CreateSrgb());
        var rgba = new byte[info.BytesSize];
        if (codec.GetPixels(info, rgba) != SKCodecResult.Success)
        {
            return null;
        }

        return TestImages.Of(info.Width, info.Height, (x, y) =>
        {
            var pixel = rgba.AsSpan(((y * info.Width) + x) * 4, 4);
            return new(OnWhite(pixel[0], pixel[3]), OnWhite(pixel[1], pixel[3]), OnWhite(pixel[2], pixel[3]));
        });
    }

    /// <summary>Encodes a picture whose values are of a colour space, which is embedded; with a seed, transparency is random.</summary>
    public static byte[] Encode(RgbImage image, SKEncodedImageFormat format, SKColorSpace? space = null, int quality = 90, int? alphaSeed = null)
    {
        using var pixels = Pixels(image, space, alphaSeed);
        if (format == SKEncodedImageFormat.Jpeg)
        {
            // Full colour resolution: programs differ in how they enlarge a halved one.
            using var pixmap = pixels.PeekPixels();
            return pixmap!.Encode(new SKJpegEncoderOptions(quality, SKJpegEncoderDownsample.Downsample444, SKJpegEncoderAlphaOption.Ignore))!.ToArray();
        }

        return pixels.Encode(format, quality)!.ToArray();
    }

    public static byte[] EncodeLosslessWebp(RgbImage image, int? alphaSeed = null, SKColorSpace? space = null)
    {
        using var pixels = Pixels(image, space, alphaSeed);
        using var pixmap = pixels.PeekPixels();
        return pixmap!.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 50))!.ToArray();
    }

    private static SKBitmap Pixels(RgbImage image, SKColorSpace? space, int? alphaSeed)
    {
        var alpha = alphaSeed is { } seed ? new Random(seed) : null;
        var bitmap = new SKBitmap(Info(image.Width, image.Height, space ?? SKColorSpace.CreateSrgb(), alpha is null ? SKAlphaType.Opaque : SKAlphaType.Unpremul));
        var rgba = bitmap.GetPixelSpan();
        for (var i = 0; i < image.Width * image.Height; i++)
        {
            image.Pixels.Slice(i * 3, 3).CopyTo(rgba[(i * 4)..]);
            rgba[(i * 4) + 3] = (byte)(alpha?.Next(256) ?? 255);
        }

        return bitmap;
    }

    private static SKImageInfo Info(int width, int height, SKColorSpace space, SKAlphaType alpha = SKAlphaType.Unpremul) =>
        new(width, height, SKColorType.Rgba8888, alpha, space);

    private static byte OnWhite(int value, int alpha) => (byte)(((value * alpha) + (255 * (255 - alpha)) + 127) / 255);
}
