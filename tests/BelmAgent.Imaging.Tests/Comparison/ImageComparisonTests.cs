using BelmAgent.Imaging.Comparison;
using BelmAgent.Imaging.Tests.Doubles;

namespace BelmAgent.Imaging.Tests.Comparison;

/// <summary>Measures have the values of their definitions.</summary>
public sealed class ImageComparisonTests
{
    private static readonly RgbImage Noise = TestImages.Noise(40, 30, seed: 1);
    private static readonly RgbImage Other = TestImages.Noise(40, 30, seed: 2);

    [Fact]
    public void Equal_pictures_do_not_differ()
    {
        Assert.Equal(0, ImageComparison.MeanSquaredError(Noise, Noise));
        Assert.Equal(double.PositiveInfinity, ImageComparison.Psnr(Noise, Noise));
        Assert.Equal(1, ImageComparison.Ssim(Noise, Noise), 12);
        Assert.Equal(0, ImageComparison.ChangedFraction(Noise, Noise, threshold: 0));
    }

    [Fact]
    public void Black_and_white_differ_as_far_as_can_be()
    {
        var (black, white) = (RgbImage.Filled(12, 12, RgbColor.Black), RgbImage.Filled(12, 12, RgbColor.White));
        Assert.Equal(4, ImageComparison.MeanSquaredError(black, white), 12);
        Assert.Equal(0, ImageComparison.Psnr(black, white), 12);
        Assert.Equal(1, ImageComparison.ChangedFraction(black, white, threshold: 254));
    }

    [Fact]
    public void One_step_is_48_decibels()
    {
        var (first, second) = (RgbImage.Filled(5, 5, new(100, 100, 100)), RgbImage.Filled(5, 5, new(101, 99, 101)));
        Assert.Equal(48.1308, ImageComparison.Psnr(first, second), 4);
        Assert.Equal(1 / (127.5 * 127.5), ImageComparison.MeanSquaredError(first, second), 12);
    }

    [Theory]
    [InlineData(0, 255)]
    [InlineData(100, 120)]
    [InlineData(7, 8)]
    public void Ssim_of_flat_pictures_is_its_luminance_term(byte first, byte second)
    {
        const double C1 = 2.55 * 2.55;
        var expected = ((2.0 * first * second) + C1) / ((first * first) + (second * second) + C1);
        var actual = ImageComparison.Ssim(
            RgbImage.Filled(20, 15, new(first, first, first)), RgbImage.Filled(20, 15, new(second, second, second)));
        Assert.Equal(expected, actual, 9);
    }

    [Fact]
    public void Ssim_agrees_with_its_definition() =>
        Assert.Equal(PlainSsim(Noise, Other, (_, _) => true), ImageComparison.Ssim(Noise, Other), 10);

    [Fact]
    public void Ssim_under_a_mask_counts_windows_by_their_centre()
    {
        var mask = ImageMask.Create(40, 30, new ImageRegion(8, 9, 11, 6));
        Assert.Equal(PlainSsim(Noise, Other, (x, y) => mask[x, y]), ImageComparison.Ssim(Noise, Other, mask), 10);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 9)]
    [InlineData(11, 11)]
    public void Ssim_takes_tiny_pictures(int width, int height)
    {
        var image = TestImages.Noise(width, height, seed: 3);
        Assert.Equal(1, ImageComparison.Ssim(image, image), 12);
        Assert.True(ImageComparison.Ssim(image, TestImages.Noise(width, height, seed: 4)) < 0.99);
    }

    [Fact]
    public void A_mask_parts_the_inside_from_the_outside()
    {
        var region = new ImageRegion(10, 5, 10, 10);
        var changed = TestImages.Of(40, 30, (x, y) =>
            x is >= 10 and < 20 && y is >= 5 and < 15 ? RgbColor.Black : Noise[x, y]);
        var inside = ImageMask.Create(40, 30, region);
        Assert.Equal(0, ImageComparison.MeanSquaredError(Noise, changed, inside.Inverted()));
        Assert.Equal(double.PositiveInfinity, ImageComparison.Psnr(Noise, changed, inside.Inverted()));
        Assert.Equal(0, ImageComparison.ChangedFraction(Noise, changed, 0, inside.Inverted()));
        Assert.Equal(
            ImageComparison.MeanSquaredError(Noise.Crop(region), changed.Crop(region)),
            ImageComparison.MeanSquaredError(Noise, changed, inside), 12);
        Assert.Equal(
            ImageComparison.ChangedFraction(Noise.Crop(region), changed.Crop(region)),
            ImageComparison.ChangedFraction(Noise, changed, mask: inside), 12);
    }

    [Fact]
    public void An_empty_mask_gives_no_number()
    {
        var nothing = new ImageMask(40, 30, new bool[40 * 30]);
        Assert.Equal(double.NaN, ImageComparison.MeanSquaredError(Noise, Other, nothing));
        Assert.Equal(double.NaN, ImageComparison.Psnr(Noise, Other, nothing));
        Assert.Equal(double.NaN, ImageComparison.Ssim(Noise, Other, nothing));
        Assert.Equal(double.NaN, ImageComparison.ChangedFraction(Noise, Other, mask: nothing));
    }

    [Fact]
    public void A_pixel_changed_when_a_channel_is_beyond_the_threshold()
    {
        var before = RgbImage.Filled(4, 1, new(100, 100, 100));
        var after = new RgbImage(4, 1, [100, 100, 100, 100, 116, 100, 100, 100, 83, 117, 100, 100]);
        Assert.Equal([false, false, true, true], ImageComparison.ChangedMask(before, after, 16).Inside.ToArray());
        Assert.Equal(0.5, ImageComparison.ChangedFraction(before, after, 16));
        Assert.Equal(0.75, ImageComparison.ChangedFraction(before, after, 15));
    }

    [Fact]
    public void Difference_is_absolute_and_amplified()
    {
        var difference = ImageComparison.Difference(
            new RgbImage(1, 2, [10, 20, 30, 0, 0, 255]), new RgbImage(1, 2, [13, 10, 30, 255, 60, 0]), gain: 4.5);
        Assert.Equal<byte>([14, 45, 0, 255, 255, 255], difference.Pixels);
    }

    [Fact]
    public void Sizes_must_agree()
    {
        var small = RgbImage.Filled(39, 30, RgbColor.Grey);
        var mask = new ImageMask(39, 30, new bool[39 * 30]);
        Assert.Throws<ArgumentException>(() => ImageComparison.Psnr(Noise, small));
        Assert.Throws<ArgumentException>(() => ImageComparison.Ssim(Noise, small));
        Assert.Throws<ArgumentException>(() => ImageComparison.ChangedFraction(Noise, small));
        Assert.Throws<ArgumentException>(() => ImageComparison.Difference(Noise, small));
        Assert.Throws<ArgumentException>(() => ImageComparison.MeanSquaredError(Noise, Other, mask));
        Assert.Throws<ArgumentException>(() => ImageComparison.Ssim(Noise, Other, mask));
        Assert.Throws<ArgumentException>(() => ImageComparison.ChangedFraction(Noise, Other, mask: mask));
    }

    /// <summary>Computes SSIM from its definition as the mean over windows: 11 by 11 Gaussian, σ = 1.5.</summary>
    private static double PlainSsim(RgbImage first, RgbImage second, Func<int, int, bool> counts)
    {
        const double C1 = 2.55 * 2.55;
        const double C2 = 7.65 * 7.65;
        var values = new List<double>();
        for (var y = 5; y < first.Height - 5; y++)
        {
            for (var x = 5; x < first.Width - 5; x++)
            {
                for (var channel = 0; counts(x, y) && channel < 3; channel++)
                {
                    var (total, ma, mb) = (0.0, 0.0, 0.0);
                    Window((w, a, b) => (total, ma, mb) = (total + w, ma + (w * a), mb + (w * b)));
                    (ma, mb) = (ma / total, mb / total);
                    var (va, vb, ab) = (0.0, 0.0, 0.0);
                    Window((w, a, b) => (va, vb, ab) = (
                        va + (w * (a - ma) * (a - ma)), vb + (w * (b - mb) * (b - mb)), ab + (w * (a - ma) * (b - mb))));
                    values.Add(((2 * ma * mb) + C1) * ((2 * ab / total) + C2)
                        / (((ma * ma) + (mb * mb) + C1) * (((va + vb) / total) + C2)));

                    void Window(Action<double, double, double> visit)
                    {
                        for (var dy = -5; dy <= 5; dy++)
                        {
                            for (var dx = -5; dx <= 5; dx++)
                            {
                                var at = ((((y + dy) * first.Width) + x + dx) * 3) + channel;
                                visit(Math.Exp(-((dx * dx) + (dy * dy)) / 4.5), first.Pixels[at], second.Pixels[at]);
                            }
                        }
                    }
                }
            }
        }

        return values.Average();
    }
}
