using System.Globalization;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Resampling;
using SkiaSharp;

namespace BelmAgent.Bench.Pictures;

/// <summary>Measures decoding and encoding of pictures against Skia, interleaved: the cost of the checks and of managed code.</summary>
internal static class CodecCost
{
    private const int Quality = 90;

    public static async Task RunAsync(TextWriter output)
    {
        await output.WriteLineAsync("time over Skia's, RGB bytes to file and back");
        foreach (var (width, height, pairs) in new[] { (512, 512, 40), (4000, 3000, 5) })
        {
            var image = Photograph(width, height);
            using var bitmap = ToSkia(image);
            var (png, jpeg, webp) = (ImageCodec.EncodePng(image), Encode(bitmap, SKEncodedImageFormat.Jpeg), Encode(bitmap, SKEncodedImageFormat.Webp));
            foreach (var (name, file) in new[] { ("PNG", png), ("JPEG", jpeg), ("WebP", webp) })
            {
                await LineAsync($"decode {name}", pairs, () => Decode(file), () => ImageCodec.Decode(file));
            }

            await LineAsync("encode PNG", pairs, () => Encode(bitmap, SKEncodedImageFormat.Png), () => ImageCodec.EncodePng(image));
            await LineAsync("encode JPEG", pairs, () => Encode(bitmap, SKEncodedImageFormat.Jpeg), () => ImageCodec.EncodeJpeg(image, Quality));
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{width}×{height}, bytes of PNG over Skia's: {png.Length / (double)Encode(bitmap, SKEncodedImageFormat.Png).Length:0.000}"));

            async Task LineAsync(string name, int count, Action skia, Action ours) =>
                await output.WriteLineAsync($"{width}×{height}, {name}: {await Timing.CompareAsync(count, _ => Run(skia), _ => Run(ours))}");
        }
    }

    private static Task Run(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    /// <summary>Creates a photograph at a size, with the grain that enlarging removes.</summary>
    private static RgbImage Photograph(int width, int height)
    {
        var enlarged = ImageResize.To(ImageCodec.ReadFile(Path.Combine(AppContext.BaseDirectory, "samples", "astronaut.png")), width, height, ImageFit.CenterCrop).Image;
        var (pixels, random) = (enlarged.Pixels.ToArray(), new Random(1));
        for (var i = 0; i < pixels.Length && width > 512; i++)
        {
            pixels[i] = (byte)Math.Clamp(pixels[i] + random.Next(-3, 4), 0, 255);
        }

        return new RgbImage(width, height, pixels);
    }

    private static SKBitmap ToSkia(RgbImage image)
    {
        var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque, SKColorSpace.CreateSrgb()));
        var rgb = image.Pixels;
        var rgba = bitmap.GetPixelSpan();
        for (int from = 0, to = 0; from < rgb.Length; from += 3, to += 4)
        {
            (rgba[to], rgba[to + 1], rgba[to + 2], rgba[to + 3]) = (rgb[from], rgb[from + 1], rgb[from + 2], byte.MaxValue);
        }

        return bitmap;
    }

    private static byte[] Encode(SKBitmap bitmap, SKEncodedImageFormat format) => bitmap.Encode(format, Quality)!.ToArray();

    private static void Decode(byte[] file)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Opaque, SKColorSpace.CreateSrgb());
        var rgba = new byte[info.BytesSize];
        codec.GetPixels(info, rgba);
        var rgb = new byte[info.Width * info.Height * 3];
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += 3)
        {
            (rgb[to], rgb[to + 1], rgb[to + 2]) = (rgba[from], rgba[from + 1], rgba[from + 2]);
        }
    }
}
