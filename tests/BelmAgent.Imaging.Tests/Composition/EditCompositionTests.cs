using BelmAgent.Imaging.Comparison;
using BelmAgent.Imaging.Composition;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Imaging.Tests.Composition;

public class EditCompositionTests
{
    private const int Side = 64;
    private static readonly ImageRegion _whole = new(0, 0, 256, 192);

    [Fact]
    public void An_edit_that_changes_nothing_gives_the_source_to_the_bit()
    {
        var source = Striped(256, 192, 5);
        var small = ImageResize.Resample(source, Side, 48);

        var composed = EditComposition.Compose(source, _whole, small, small);

        Assert.True(composed.ContentEquals(source));
        Assert.Equal(1, 1 - ImageComparison.ChangedFraction(source, composed, threshold: 0));
    }

    [Fact]
    public void Recolouring_keeps_the_sources_fine_detail()
    {
        var source = Striped(256, 192, 8);
        var ideal = Map(source, (_, _, color) => Recolored(color));
        RgbImage before = ImageResize.Resample(source, Side, 48), after = ImageResize.Resample(ideal, Side, 48);

        var composed = EditComposition.Compose(source, _whole, before, after);

        var upsampled = ImageComparison.Psnr(ideal, ImageResize.Resample(after, 256, 192));
        Assert.True(ImageComparison.Psnr(ideal, composed) > upsampled + 10);
        Assert.True(ImageComparison.Psnr(ideal, composed) > 30, $"{ImageComparison.Psnr(ideal, composed)} dB");
    }

    [Fact]
    public void What_is_new_is_drawn_and_what_lies_away_from_it_stays_to_the_bit()
    {
        var source = Striped(256, 192, 40);
        var ideal = Map(source, (x, y, color) => Inside(x, y) ? new RgbColor((byte)(((x / 8) + (y / 8)) % 2 * 200), 30, 90) : color);
        RgbImage before = ImageResize.Resample(source, Side, 48), after = ImageResize.Resample(ideal, Side, 48);

        var composed = EditComposition.Compose(source, _whole, before, after);

        Assert.InRange(1 - ImageComparison.ChangedFraction(source, composed, threshold: 0), 0.7, 0.9);
        var far = Weights(source, (x, y) => x is < 80 or > 180 || y is < 50 or > 150);
        Assert.Equal(double.PositiveInfinity, ImageComparison.Psnr(Keep(source, far), Keep(composed, far)));
        var inner = new ImageRegion(108, 78, 40, 40);
        Assert.True(ImageComparison.Psnr(ideal.Crop(inner), composed.Crop(inner)) > ImageComparison.Psnr(ideal.Crop(inner), ImageResize.Resample(after, 256, 192).Crop(inner)) - 1);

        static bool Inside(int x, int y) => x is >= 96 and < 160 && y is >= 66 and < 130;
    }

    [Fact]
    public void What_was_removed_leaves_no_trace_of_its_detail()
    {
        var ideal = RgbImage.Filled(256, 192, new RgbColor(90, 150, 210));
        var source = Map(ideal, (x, y, color) => x is >= 96 and < 160 && y is >= 66 and < 130 && (x + y) % 6 < 3 ? new RgbColor(250, 240, 20) : color);
        RgbImage before = ImageResize.Resample(source, Side, 48), after = ImageResize.Resample(ideal, Side, 48);

        var composed = EditComposition.Compose(source, _whole, before, after);

        Assert.True(ImageComparison.Psnr(ideal, composed) > 24);
    }

    [Fact]
    public void Nothing_changes_outside_the_region_the_mask_and_the_bound()
    {
        var source = Striped(256, 192, 7);
        var region = new ImageRegion(64, 32, 128, 128);
        var before = ImageResize.Resample(source.Crop(region), Side, Side);
        var after = Map(before, (_, _, _) => new RgbColor(200, 10, 10));
        var mask = Weights(source, (x, _) => x < 160).Select(open => open ? 1f : 0f).ToArray();
        var bound = Weights(before, (_, y) => y >= 16).Select(open => open ? 1f : 0f).ToArray();

        var composed = EditComposition.Compose(source, region, before, after, bound, mask);

        // The bound is one of the edit's pixels, and two of the source's lie between its lines.
        var closed = Weights(source, (x, y) => x is < 64 or >= 160 || y is < 62 or >= 160);
        Assert.True(Keep(source, closed).ContentEquals(Keep(composed, closed)));
        Assert.Equal(new RgbColor(200, 10, 10), composed[100, 120]);
        Assert.InRange(1 - ImageComparison.ChangedFraction(source, composed, threshold: 0), 0.8, 0.82);
    }

    [Fact]
    public void A_change_of_colours_is_continued_to_the_sides_on_request_and_what_is_drawn_is_not()
    {
        var source = Map(RgbImage.Filled(256, 192, RgbColor.Grey), (_, y, _) => new RgbColor((byte)(20 + y), (byte)(230 - y), 90));
        var region = new ImageRegion(64, 0, 128, 192);
        var before = ImageResize.Resample(source.Crop(region), Side, 96);
        var recolored = Map(before, (_, _, color) => Recolored(color));
        var drawn = Map(before, (x, y, color) => x >= 48 && y is >= 40 and < 60 ? new RgbColor((byte)((x + y) % 4 < 2 ? 0 : 250), 20, 90) : color);
        var settings = new CompositionSettings { Continues = true };

        var continued = EditComposition.Compose(source, region, before, recolored, settings: settings);
        var kept = EditComposition.Compose(source, region, before, recolored);
        var beside = EditComposition.Compose(source, region, before, drawn, settings: settings);

        ImageRegion left = new(0, 0, 60, 192), right = new(200, 0, 56, 192);
        Assert.True(ImageComparison.Psnr(Map(source, (_, _, color) => Recolored(color)).Crop(left), continued.Crop(left)) > 25);
        Assert.True(kept.Crop(left).ContentEquals(source.Crop(left)));
        Assert.True(ImageComparison.ChangedFraction(source.Crop(right), beside.Crop(right)) < 0.02);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 200)]
    [InlineData(200, 3)]
    [InlineData(64, 64)]
    [InlineData(40, 30)]
    public void A_source_smaller_than_the_edit_takes_it_at_its_own_size(int width, int height)
    {
        var source = Striped(width, height, 4);
        var before = ImageResize.Resample(source, Side, Side);
        var after = Map(before, (_, _, _) => new RgbColor(255, 255, 255));

        var composed = EditComposition.Compose(source, new ImageRegion(0, 0, width, height), before, after);

        Assert.Equal((width, height), (composed.Width, composed.Height));
        Assert.True(ImageComparison.Psnr(RgbImage.Filled(width, height, new RgbColor(255, 255, 255)), composed) > 30);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        var source = Striped(64, 64, 4);
        var whole = new ImageRegion(0, 0, 64, 64);

        Assert.Throws<ArgumentOutOfRangeException>(() => EditComposition.Compose(source, new ImageRegion(0, 0, 65, 64), source, source));
        Assert.Throws<ArgumentException>(() => EditComposition.Compose(source, whole, source, Striped(32, 64, 4)));
        Assert.Throws<ArgumentException>(() => EditComposition.Compose(source, whole, source, source, new float[5]));
        Assert.Throws<ArgumentException>(() => EditComposition.Compose(source, whole, source, source, default, new float[5]));
    }

    private static RgbColor Recolored(RgbColor color) => new(color.B, (byte)(color.G / 2), color.R);

    // Stripes in two colours that change slowly over the picture.
    private static RgbImage Striped(int width, int height, int period) => Map(
        RgbImage.Filled(width, height, new RgbColor(0, 0, 0)),
        (x, y, _) => (x + (2 * y)) % (2 * period) < period
            ? new RgbColor((byte)(200 - (y * 100 / height)), (byte)(40 + (x * 60 / width)), 30)
            : new RgbColor((byte)(150 - (y * 100 / height)), (byte)(20 + (x * 60 / width)), 60));

    private static RgbImage Map(RgbImage image, Func<int, int, RgbColor, RgbColor> color)
    {
        var pixels = new byte[image.Width * image.Height * 3];
        for (var k = 0; k < image.Width * image.Height; k++)
        {
            var (x, y) = (k % image.Width, k / image.Width);
            var mapped = color(x, y, image[x, y]);
            (pixels[k * 3], pixels[(k * 3) + 1], pixels[(k * 3) + 2]) = (mapped.R, mapped.G, mapped.B);
        }

        return new RgbImage(image.Width, image.Height, pixels);
    }

    private static bool[] Weights(RgbImage image, Func<int, int, bool> isOpen) =>
        [.. Enumerable.Range(0, image.Width * image.Height).Select(k => isOpen(k % image.Width, k / image.Width))];

    private static RgbImage Keep(RgbImage image, bool[] open) => Map(image, (x, y, color) => open[(y * image.Width) + x] ? color : new RgbColor(0, 0, 0));
}
