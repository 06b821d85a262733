using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Samples.Tests;

/// <summary>Examines a picture of a red thing, such as a house, without a model.</summary>
internal static class RedPicture
{
    private const int Strong = 60;

    public static RgbImage Read(string path) => ImageCodec.ReadFile(path);

    /// <summary>Fails unless the red thing of one picture is blue in another, and everything else is unchanged.</summary>
    public static void AssertTurnedBlue(RgbImage before, RgbImage after)
    {
        Assert.Equal((before.Width, before.Height), (after.Width, after.Height));
        Assert.True(Red(before) > 100, "there is nothing red to begin with");
        Assert.True(Red(after) < Red(before) / 10, $"{Red(after)} of {Red(before)} red pixels are left");
        Assert.True(Agree(before, after) > 0.75, $"only {Agree(before, after):P0} of the picture is as it was");
        var turned = Pixels(before).Zip(Pixels(after)).Count(pair => IsRed(pair.First) && pair.Second.B - pair.Second.R > Strong);
        Assert.True(turned > Red(before) / 2, $"{turned} of {Red(before)} red pixels are blue");
    }

    private static int Red(RgbImage image) => Pixels(image).Count(IsRed);

    private static bool IsRed((int R, int G, int B) pixel) => pixel.R - Math.Max(pixel.G, pixel.B) > Strong;

    private static double Agree(RgbImage before, RgbImage after) =>
        Pixels(before).Zip(Pixels(after)).Average(pair => Math.Abs(pair.First.R - pair.Second.R) + Math.Abs(pair.First.G - pair.Second.G) + Math.Abs(pair.First.B - pair.Second.B) < Strong ? 1.0 : 0);

    private static IEnumerable<(int R, int G, int B)> Pixels(RgbImage image)
    {
        var pixels = image.Pixels.ToArray();
        return Enumerable.Range(0, image.Width * image.Height).Select(i => ((int)pixels[i * 3], (int)pixels[(i * 3) + 1], (int)pixels[(i * 3) + 2]));
    }
}
