using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Imaging.Tests.Comparison;

public class EdgeComparisonTests
{
    private static readonly RgbImage Disc = Draw((x, y) => IsInside(x, y) ? 200 : 20);

    [Fact]
    public void Equal_pictures_differ_in_no_edge()
    {
        Assert.Equal(0, EdgeComparison.Softening(Disc, Disc));
        Assert.Equal(0, EdgeComparison.Remains(Disc, Disc));
    }

    [Fact]
    public void A_smeared_outline_is_softened_and_a_sharpened_one_is_not()
    {
        var smeared = Draw((x, y) => 20 + (180 * Enumerable.Range(-3, 7).Sum(dx => IsInside(x + dx, y) ? 1 : 0) / 7));

        Assert.True(EdgeComparison.Softening(Disc, smeared) > 0.5);
        Assert.True(EdgeComparison.Softening(smeared, Disc) < 0.1);
    }

    [Fact]
    public void A_thing_that_left_a_ghost_remains_and_one_that_went_does_not()
    {
        var ghost = Draw((x, y) => IsInside(x, y) ? 32 : 20);
        var gone = Draw((_, _) => 20);

        Assert.True(EdgeComparison.Remains(Disc, ghost) > 0.02);
        Assert.Equal(0, EdgeComparison.Remains(Disc, gone));
    }

    [Fact]
    public void Pictures_of_two_sizes_are_refused()
    {
        var other = RgbImage.Filled(8, 4, RgbColor.Black);

        Assert.Throws<ArgumentException>(() => EdgeComparison.Softening(Disc, other));
        Assert.Throws<ArgumentException>(() => EdgeComparison.Remains(Disc, other));
    }

    [Fact]
    public void A_picture_of_one_pixel_has_no_edge()
    {
        var one = RgbImage.Filled(1, 1, RgbColor.White);

        Assert.Equal(0, EdgeComparison.Softening(one, RgbImage.Filled(1, 1, RgbColor.Black)));
        Assert.Equal(0, EdgeComparison.Remains(one, one));
    }

    private static bool IsInside(int x, int y) => ((x - 24) * (x - 24)) + ((y - 24) * (y - 24)) < 144;

    private static RgbImage Draw(Func<int, int, int> grey)
    {
        var pixels = new byte[48 * 48 * RgbImage.Channels];
        for (var k = 0; k < pixels.Length; k++)
        {
            var place = k / RgbImage.Channels;
            pixels[k] = (byte)grey(place % 48, place / 48);
        }

        return new RgbImage(48, 48, pixels);
    }
}
