namespace BelmAgent.Imaging.Tests.Doubles;

/// <summary>Creates pictures for tests, and reports where two of them differ.</summary>
internal static class TestImages
{
    /// <summary>Creates a picture of seeded noise: every byte counts.</summary>
    public static RgbImage Noise(int width, int height, int seed)
    {
        var pixels = new byte[width * height * RgbImage.Channels];
        new Random(seed).NextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    /// <summary>Creates a smooth picture, like a photograph.</summary>
    public static RgbImage Smooth(int width, int height) => Of(width, height, (x, y) => new RgbColor(
        (byte)(127.5 + (100 * Math.Sin(x / 7.0))),
        (byte)(127.5 + (100 * Math.Cos(y / 5.0))),
        (byte)(127.5 + (100 * Math.Sin((x + y) / 11.0)))));

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

    /// <summary>Fails with the worst pixel if a channel differs by more than the tolerance.</summary>
    public static void AssertClose(RgbImage expected, RgbImage actual, int tolerance = 0)
    {
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        var (worst, at) = (-1, 0);
        for (var i = 0; i < expected.Pixels.Length; i++)
        {
            var difference = Math.Abs(expected.Pixels[i] - actual.Pixels[i]);
            (worst, at) = difference > worst ? (difference, i / RgbImage.Channels) : (worst, at);
        }

        var (x, y) = (at % expected.Width, at / expected.Width);
        Assert.True(
            worst <= tolerance,
            $"The worst pixel is ({x}, {y}): expected {expected[x, y]}, got {actual[x, y]}; the tolerance is {tolerance}.");
    }
}
