using System.ComponentModel.DataAnnotations;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Tests.Doubles;

namespace BelmAgent.Imaging.Tests.Codecs;

/// <summary>Too large a picture is refused on its header.</summary>
public sealed class LimitsTests
{
    [Fact]
    public void A_huge_png_is_refused_without_memory_for_its_pixels()
    {
        var png = new PngBuilder(30_000, 30_000, PngBuilder.Rgb).Rows([1, 2, 3]).End();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ImageTooLargeException>(() => ImageCodec.Decode(png, ImageLimits.Default, "huge.png"));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal((30_000, 30_000, "huge.png"), (error.Width, error.Height, error.ImageSource));
        Assert.Equal(100_000_000, error.Limits.MaxPixels);
        Assert.True(allocated < 1_000_000, $"{allocated} bytes were allocated.");
    }

    [Fact]
    public void Many_tags_of_a_profile_on_the_same_bytes_take_no_memory_of_their_own()
    {
        var png = new PngBuilder(1, 1, PngBuilder.Rgb).Chunk("iCCP", [.. "p\0\0"u8, .. PngBuilder.Compress(IccBuilder.Overlapping(1000))]).Rows([1, 2, 3]).End();
        Assert.InRange(png.Length, 0, 20_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        ImageCodec.Decode(png);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40_000_000);
    }

    [Fact]
    public void A_huge_jpeg_is_refused()
    {
        var jpeg = ImageCodec.EncodeJpeg(RgbImage.Filled(16, 16, RgbColor.Grey));
        var frame = jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        (jpeg[frame + 5], jpeg[frame + 6], jpeg[frame + 7], jpeg[frame + 8]) = (0x75, 0x30, 0x75, 0x30);
        var error = Assert.Throws<ImageTooLargeException>(() => ImageCodec.Decode(jpeg, ImageLimits.Default, null));
        Assert.Equal((30_000, 30_000), (error.Width, error.Height));
    }

    [Fact]
    public void A_narrow_picture_is_held_to_the_longest_side()
    {
        var png = new PngBuilder(32_769, 1, PngBuilder.Grey).Rows([1]).End();
        Assert.Equal(32_769, Assert.Throws<ImageTooLargeException>(() => ImageCodec.Decode(png, ImageLimits.Default, null)).Width);
    }

    [Fact]
    public void The_limits_themselves_are_allowed()
    {
        var png = ImageCodec.EncodePng(TestImages.Noise(20, 10, seed: 1));
        Assert.Equal(20, ImageCodec.Decode(png, new ImageLimits { MaxPixels = 200, MaxSide = 20 }, null).Width);
        Assert.Throws<ImageTooLargeException>(() => ImageCodec.Decode(png, new ImageLimits { MaxPixels = 199 }, null));
        Assert.Throws<ImageTooLargeException>(() => ImageCodec.Decode(png, new ImageLimits { MaxSide = 19 }, null));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_is_held_to_its_length(bool canSeek)
    {
        var png = ImageCodec.EncodePng(TestImages.Noise(20, 10, seed: 1));
        Assert.Equal(20, Read(png.Length).Width);
        var error = Assert.Throws<ImageTooLargeException>(() => Read(png.Length - 1));
        Assert.Null(error.Width);

        RgbImage Read(int limit)
        {
            using Stream stream = canSeek ? new MemoryStream(png) : new TrickleStream(png);
            return ImageCodec.Read(stream, new ImageLimits { MaxEncodedBytes = limit });
        }
    }

    [Fact]
    public void An_endless_stream_that_is_no_picture_is_left_after_its_first_bytes()
    {
        using var stream = new TrickleStream(new byte[100], isEndless: true);
        var error = Assert.Throws<ImageFormatException>(() => ImageCodec.Read(stream));
        Assert.Equal(ImageFault.UnknownFormat, error.Fault);
        Assert.InRange(stream.Taken, 1, 64);
    }

    [Fact]
    public void Limits_out_of_range_do_not_validate()
    {
        Assert.True(IsValid(new ImageLimits()));
        Assert.False(IsValid(new ImageLimits { MaxPixels = 0 }));
        Assert.False(IsValid(new ImageLimits { MaxPixels = 500_000_001 }));
        Assert.False(IsValid(new ImageLimits { MaxSide = 65_536 }));
        Assert.False(IsValid(new ImageLimits { MaxEncodedBytes = 0 }));

        static bool IsValid(ImageLimits limits) =>
            Validator.TryValidateObject(limits, new ValidationContext(limits), null, validateAllProperties: true);
    }
}
