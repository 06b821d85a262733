using BelmAgent.Imaging;

namespace BelmAgent.Host.Tests.Terminal.Graphics;

/// <summary>Pictures whose every pixel is known.</summary>
internal static class TestPicture
{
    /// <summary>Red grows to the right, green downwards; blue is a checkerboard.</summary>
    public static RgbImage Gradient(int width, int height) => Of(width, height, (x, y) =>
        new((byte)(255 * x / Math.Max(width - 1, 1)), (byte)(255 * y / Math.Max(height - 1, 1)), (byte)((x + y) % 2 * 255)));

    /// <summary>Noise: no two pixels have to be the same.</summary>
    public static RgbImage Noise(int width, int height)
    {
        var pixels = new byte[width * height * RgbImage.Channels];
        new Random(1).NextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    public static RgbImage Of(int width, int height, Func<int, int, RgbColor> color)
    {
        var pixels = new byte[width * height * RgbImage.Channels];
        for (var i = 0; i < width * height; i++)
        {
            var (r, g, b) = color(i % width, i / width);
            (pixels[i * 3], pixels[(i * 3) + 1], pixels[(i * 3) + 2]) = (r, g, b);
        }

        return new RgbImage(width, height, pixels);
    }
}
