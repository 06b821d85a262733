using BelmAgent.Host.Terminal;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;
using BelmAgent.Imaging.Tests.Doubles;

namespace BelmAgent.Host.Tests.Terminal.Graphics;

public class SixelImageTests
{
    // A channel is a whole percentage in a sixel's palette.
    private const int Rounding = 2;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(12, 6)]
    [InlineData(9, 20)]
    public void A_picture_of_few_colours_comes_back(int width, int height)
    {
        RgbColor[] colors = [new(255, 0, 0), new(0, 128, 0), new(0, 0, 255), RgbColor.White, RgbColor.Black];
        var picture = TestImages.Of(width, height, (x, y) => colors[((x / 5) + y) % colors.Length]);

        AssertNear(picture, SixelDecoder.Decode(SixelImage.Encode(picture)), Rounding);
    }

    [Fact]
    public void A_photographs_many_colours_become_near_ones()
    {
        var picture = TestPicture.Gradient(60, 60);

        var shown = SixelDecoder.Decode(SixelImage.Encode(picture));

        Assert.True(ImageComparison.Psnr(picture, shown) > 28, $"{ImageComparison.Psnr(picture, shown):0.0} dB");
    }

    [Fact]
    public void Noise_fills_the_palette_and_every_pixel() => SixelDecoder.Decode(SixelImage.Encode(TestImages.Noise(64, 64, seed: 1)));

    [Fact]
    public void One_colour_is_written_in_runs() =>
        Assert.Equal("\eP0;1;0q\"1;1;100;12#0;2;100;0;0#0!100~-#0!100~\e\\", SixelImage.Encode(RgbImage.Filled(100, 12, new RgbColor(255, 0, 0))));

    [Fact]
    public void Cells_become_pixels()
    {
        var shown = SixelDecoder.Decode(SixelImage.Encode(TestPicture.Gradient(32, 16), new(12, 3)));

        Assert.Equal((120, 60), (shown.Width, shown.Height));
    }

    private static void AssertNear(RgbImage expected, RgbImage actual, int tolerance)
    {
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        foreach (var (one, other) in expected.Pixels.ToArray().Zip(actual.Pixels.ToArray()))
        {
            Assert.InRange(other, one - tolerance, one + tolerance);
        }
    }
}
