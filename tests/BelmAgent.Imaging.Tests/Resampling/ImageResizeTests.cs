using BelmAgent.Imaging.Comparison;
using BelmAgent.Imaging.Resampling;
using BelmAgent.Imaging.Tests.Doubles;

namespace BelmAgent.Imaging.Tests.Resampling;

/// <summary>Resampling preserves a picture's content, and a fit reports the mapping.</summary>
public sealed class ImageResizeTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 200)]
    [InlineData(300, 3)]
    [InlineData(41, 29)]
    public void One_colour_stays_that_colour(int width, int height)
    {
        var color = new RgbColor(255, 0, 77);
        var resized = ImageResize.Resample(RgbImage.Filled(40, 30, color), width, height);
        TestImages.AssertClose(RgbImage.Filled(width, height, color), resized);
    }

    [Fact]
    public void The_same_size_is_the_same_picture()
    {
        var image = TestImages.Noise(31, 17, seed: 1);
        TestImages.AssertClose(image, ImageResize.Resample(image, 31, 17));
    }

    [Theory]
    [InlineData(50, 40, 20, 13)]
    [InlineData(20, 13, 50, 40)]
    [InlineData(33, 9, 12, 30)]
    [InlineData(2, 2, 5, 5)]
    public void Agrees_with_the_definition(int width, int height, int newWidth, int newHeight)
    {
        var image = TestImages.Noise(width, height, seed: 2);
        TestImages.AssertClose(PlainLanczos(image, newWidth, newHeight), ImageResize.Resample(image, newWidth, newHeight), tolerance: 1);
    }

    [Fact]
    public void Fine_detail_turns_grey_and_not_into_a_pattern()
    {
        var board = TestImages.Of(64, 64, (x, y) => (x + y) % 2 == 0 ? RgbColor.White : RgbColor.Black);
        TestImages.AssertClose(RgbImage.Filled(10, 10, RgbColor.Grey), ImageResize.Resample(board, 10, 10), tolerance: 3);
    }

    [Fact]
    public void Has_no_preferred_side()
    {
        var image = TestImages.Noise(40, 24, seed: 3);
        var mirrored = TestImages.Of(40, 24, (x, y) => image[39 - x, 23 - y]);
        var resized = ImageResize.Resample(image, 15, 17);
        var expected = TestImages.Of(15, 17, (x, y) => resized[14 - x, 16 - y]);
        TestImages.AssertClose(expected, ImageResize.Resample(mirrored, 15, 17), tolerance: 1);
    }

    [Fact]
    public void Down_and_up_again_keeps_a_smooth_picture()
    {
        var image = TestImages.Smooth(128, 96);
        var back = ImageResize.Resample(ImageResize.Resample(image, 64, 48), 128, 96);
        var psnr = ImageComparison.Psnr(image, back);
        Assert.True(psnr > 45, $"{psnr:F1} dB");
    }

    [Fact]
    public void Center_crop_takes_the_largest_middle_part()
    {
        var wide = ImageResize.To(TestImages.Noise(300, 100, seed: 4), 64, 64, ImageFit.CenterCrop);
        Assert.Equal(new ImageRegion(100, 0, 100, 100), wide.Source);
        Assert.Equal(new ImageRegion(0, 0, 64, 64), wide.Placed);
        var tall = ImageResize.To(TestImages.Noise(90, 200, seed: 4), 60, 40, ImageFit.CenterCrop);
        Assert.Equal(new ImageRegion(0, 70, 90, 60), tall.Source);
        Assert.Equal((60, 40), (tall.Image.Width, tall.Image.Height));
    }

    [Fact]
    public void Pad_keeps_the_whole_picture_and_repeats_its_edges()
    {
        var image = TestImages.Of(20, 10, (x, _) => x < 10 ? new RgbColor(200, 0, 0) : new RgbColor(0, 0, 200));
        var fitted = ImageResize.To(image, 40, 40, ImageFit.Pad);
        Assert.Equal(new ImageRegion(0, 0, 20, 10), fitted.Source);
        Assert.Equal(new ImageRegion(0, 10, 40, 20), fitted.Placed);
        TestImages.AssertClose(ImageResize.Resample(image, 40, 20), fitted.Image.Crop(fitted.Placed));
        for (var y = 0; y < 40; y++)
        {
            Assert.Equal(fitted.Image.Row(Math.Clamp(y, 10, 29)), fitted.Image.Row(y));
        }

        var tall = ImageResize.To(TestImages.Noise(10, 20, seed: 5), 40, 40, ImageFit.Pad);
        Assert.Equal(new ImageRegion(10, 0, 20, 40), tall.Placed);
        Assert.Equal(tall.Image[10, 7], tall.Image[0, 7]);
        Assert.Equal(tall.Image[29, 31], tall.Image[39, 31]);
    }

    [Theory]
    [InlineData(640, 480, 512, 512, 8, 512, 384)]
    [InlineData(480, 640, 512, 512, 64, 384, 512)]
    [InlineData(1000, 333, 512, 512, 64, 512, 192)]
    [InlineData(1, 5000, 512, 512, 8, 8, 512)]
    [InlineData(100, 100, 70, 90, 64, 64, 64)]
    public void Fit_keeps_the_shape_in_multiples(int width, int height, int maxWidth, int maxHeight, int multiple, int newWidth, int newHeight)
    {
        var fitted = ImageResize.To(RgbImage.Filled(width, height, RgbColor.Grey), maxWidth, maxHeight, ImageFit.Fit, multiple);
        Assert.Equal((newWidth, newHeight), (fitted.Image.Width, fitted.Image.Height));
        Assert.Equal(new ImageRegion(0, 0, width, height), fitted.Source);
    }

    [Fact]
    public void Stretch_gives_exactly_the_size()
    {
        var image = TestImages.Noise(30, 20, seed: 6);
        var fitted = ImageResize.To(image, 16, 48, ImageFit.Stretch);
        TestImages.AssertClose(ImageResize.Resample(image, 16, 48), fitted.Image);
    }

    [Theory]
    [InlineData(ImageFit.CenterCrop)]
    [InlineData(ImageFit.Pad)]
    [InlineData(ImageFit.Fit)]
    [InlineData(ImageFit.Stretch)]
    public void A_line_of_pixels_fits_too(ImageFit fit)
    {
        Assert.InRange(ImageResize.To(TestImages.Noise(3000, 1, seed: 7), 64, 64, fit).Image.Width, 1, 64);
        Assert.InRange(ImageResize.To(TestImages.Noise(1, 3000, seed: 7), 64, 64, fit).Image.Width, 1, 64);
    }

    [Fact]
    public void Sizes_have_a_range()
    {
        var image = RgbImage.Filled(4, 4, RgbColor.Grey);
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageResize.Resample(image, 0, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageResize.To(image, 4, -1, ImageFit.Pad));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageResize.To(image, 4, 4, ImageFit.Fit, multiple: 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageResize.To(image, 4, 4, (ImageFit)99, multiple: 1));
    }

    /// <summary>Computes Lanczos-3 from its definition as a sum over all pixels.</summary>
    private static RgbImage PlainLanczos(RgbImage image, int width, int height) => TestImages.Of(width, height, (x, y) =>
    {
        var (r, g, b, sum) = (0.0, 0.0, 0.0, 0.0);
        for (var sy = 0; sy < image.Height; sy++)
        {
            for (var sx = 0; sx < image.Width; sx++)
            {
                var weight = Weight(sx, x, image.Width, width) * Weight(sy, y, image.Height, height);
                var color = image[sx, sy];
                (r, g, b, sum) = (r + (weight * color.R), g + (weight * color.G), b + (weight * color.B), sum + weight);
            }
        }

        return new RgbColor(ToByte(r / sum), ToByte(g / sum), ToByte(b / sum));
    });

    private static double Weight(int source, int target, int sourceLength, int targetLength)
    {
        var scale = (double)sourceLength / targetLength;
        var distance = (source + 0.5 - ((target + 0.5) * scale)) / Math.Max(1, scale);
        return Math.Abs(distance) >= 3 ? 0 : Sinc(distance) * Sinc(distance / 3);
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    private static byte ToByte(double value) => (byte)Math.Round(Math.Clamp(value, 0, 255));
}
