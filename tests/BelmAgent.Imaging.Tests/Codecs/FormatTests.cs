using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Comparison;
using BelmAgent.Imaging.Tests.Doubles;

namespace BelmAgent.Imaging.Tests.Codecs;

/// <summary>JPEG, WebP, streams and files.</summary>
public sealed class FormatTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("belm-imaging-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Png_keeps_every_byte()
    {
        var image = TestImages.Noise(37, 23, seed: 1);
        TestImages.AssertClose(image, ImageCodec.Decode(ImageCodec.EncodePng(image), ImageLimits.Default, null));
    }

    [Fact]
    public void Jpeg_comes_close_and_better_with_quality()
    {
        var image = TestImages.Smooth(96, 64);
        var (coarse, fine) = (Psnr(quality: 20), Psnr(quality: 95));
        Assert.True(fine > 40, $"Quality 95 gives {fine:F1} dB.");
        Assert.True(coarse < fine - 3, $"Quality 20 gives {coarse:F1} dB, quality 95 {fine:F1} dB.");

        double Psnr(int quality) => ImageComparison.Psnr(
            image, ImageCodec.Decode(ImageCodec.EncodeJpeg(image, quality), ImageLimits.Default, null));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void Jpeg_quality_has_a_range(int quality) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageCodec.EncodeJpeg(RgbImage.Filled(1, 1, RgbColor.Grey), quality));

    [Fact]
    public void Reads_a_lossless_webp_with_transparency()
    {
        // 4 by 2: red, green, blue, half-transparent black; below, all transparent.
        var image = ImageCodec.ReadFile(Path.Combine(AppContext.BaseDirectory, "Data", "alpha.webp"));
        Assert.Equal((4, 2), (image.Width, image.Height));
        Assert.Equal<byte>([255, 0, 0, 0, 255, 0, 0, 0, 255, 127, 127, 127], image.Row(0));
        Assert.All(image.Row(1).ToArray(), value => Assert.Equal(255, value));
    }

    [Fact]
    public void Of_an_animation_the_first_frame_is_read()
    {
        var (first, second) = (TestImages.Noise(6, 4, seed: 1), TestImages.Noise(10, 8, seed: 2));
        var webp = new WebpBuilder(10, 8, flags: 2)
            .Chunk("ANIM", new byte[6])
            .Frame(2, 4, 6, 4, Skia.EncodeLosslessWebp(first))
            .Frame(0, 0, 10, 8, Skia.EncodeLosslessWebp(second))
            .End();
        var expected = TestImages.Of(10, 8, (x, y) => x is >= 2 and < 8 && y >= 4 ? first[x - 2, y - 4] : RgbColor.White);
        TestImages.AssertClose(expected, ImageCodec.Decode(webp));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void Reads_lossy_webp_as_others_do(int? alphaSeed)
    {
        var webp = Skia.Encode(TestImages.Smooth(50, 30), SkiaSharp.SKEncodedImageFormat.Webp, alphaSeed: alphaSeed);
        TestImages.AssertClose(Skia.Decode(webp)!, ImageCodec.Decode(webp), tolerance: 4);
    }

    [Fact]
    public void Reads_progressive_jpeg_as_others_do()
    {
        var jpeg = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "progressive.jpg"));
        var (expected, image) = (Skia.Decode(jpeg)!, ImageCodec.Decode(jpeg));
        Assert.True(ImageComparison.Psnr(expected, image) > 30, $"{ImageComparison.Psnr(expected, image):F1} dB");
    }

    [Theory]
    [InlineData("picture.png", 0)]
    [InlineData("picture.PNG", 0)]
    [InlineData("picture.jpg", 20)]
    [InlineData("picture.jpeg", 20)]
    public void Writes_the_format_that_the_name_tells(string name, int tolerance)
    {
        var path = Path.Combine(_folder, name);
        var image = TestImages.Smooth(40, 30);
        ImageCodec.WriteFile(path, image);
        TestImages.AssertClose(image, ImageCodec.ReadFile(path), tolerance);
        Assert.Equal(tolerance == 0 ? 0x89 : 0xFF, File.ReadAllBytes(path)[0]);
    }

    [Fact]
    public void Writes_no_other_format()
    {
        var path = Path.Combine(_folder, "picture.gif");
        Assert.Throws<ArgumentException>(() => ImageCodec.WriteFile(path, RgbImage.Filled(2, 2, RgbColor.Grey)));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Reads_a_stream_that_trickles_and_cannot_seek()
    {
        var image = TestImages.Noise(64, 64, seed: 2);
        using var stream = new TrickleStream(ImageCodec.EncodePng(image));
        TestImages.AssertClose(image, ImageCodec.Read(stream));
    }

    [Fact]
    public void Missing_file_is_told_as_such() =>
        Assert.Throws<FileNotFoundException>(() => ImageCodec.ReadFile(Path.Combine(_folder, "none.png")));

    [Fact]
    public void May_be_shared_between_threads()
    {
        var image = TestImages.Noise(50, 40, seed: 3);
        var png = ImageCodec.EncodePng(image);
        Parallel.For(0, 64, _ => TestImages.AssertClose(image, ImageCodec.Decode(png, ImageLimits.Default, null)));
    }
}
