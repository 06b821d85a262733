using System.ComponentModel.DataAnnotations;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Tests.Doubles;

namespace BelmAgent.Imaging.Tests.Codecs;

/// <summary>A picture that is too large is refused by its header.</summary>
public sealed class LimitsTests
{
    [Fact]
    public void A_huge_png_is_refused_without_memory_for_its_pixels()
    {
        var png = new PngBuilder(30_000, 30_000, PngBuilder.Rgb).Rows([1, 2, 3]).End();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<BelmException>(() => ImageCodec.Decode(png, ImageLimits.Default, "huge.png"));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal("image_too_large", error.Code);
        Assert.StartsWith("'huge.png' has 30000×30000 pixels; at most 100,000,000 in all", error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("huge.png", error.SafeMessage, StringComparison.Ordinal);
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
        var error = Assert.Throws<BelmException>(() => ImageCodec.Decode(jpeg, ImageLimits.Default, null));
        Assert.Equal("image_too_large", error.Code);
        Assert.Contains("30000×30000", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_narrow_picture_is_held_to_the_longest_side()
    {
        var png = new PngBuilder(32_769, 1, PngBuilder.Grey).Rows([1]).End();
        var error = Assert.Throws<BelmException>(() => ImageCodec.Decode(png, ImageLimits.Default, null));
        Assert.Equal("image_too_large", error.Code);
        Assert.Contains("32769×1", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limits_themselves_are_allowed()
    {
        var png = ImageCodec.EncodePng(TestImages.Noise(20, 10, seed: 1));
        Assert.Equal(20, ImageCodec.Decode(png, new ImageLimits { MaxPixels = 200, MaxSide = 20 }, null).Width);
        Assert.Equal("image_too_large", Assert.Throws<BelmException>(() => ImageCodec.Decode(png, new ImageLimits { MaxPixels = 199 }, null)).Code);
        Assert.Equal("image_too_large", Assert.Throws<BelmException>(() => ImageCodec.Decode(png, new ImageLimits { MaxSide = 19 }, null)).Code);
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(20, false)]
    [InlineData(300, true)]
    [InlineData(300, false)]
    public async Task A_file_is_held_to_its_length(int width, bool canSeek)
    {
        var png = ImageCodec.EncodePng(TestImages.Noise(width, width / 2, seed: 1));
        foreach (var isAsync in new[] { false, true })
        {
            Assert.Equal(width, (await ReadAsync(png.Length, isAsync)).Width);
            var error = await Assert.ThrowsAsync<BelmException>(() => ReadAsync(png.Length - 1, isAsync));
            Assert.Equal("image_too_large", error.Code);
            Assert.Contains("is longer than", error.Problem, StringComparison.Ordinal);
        }

        async Task<RgbImage> ReadAsync(int limit, bool isAsync)
        {
            await using Stream stream = canSeek ? new MemoryStream(png) : new TrickleStream(png);
            var limits = new ImageLimits { MaxEncodedBytes = limit };
            return isAsync ? await ImageCodec.ReadAsync(stream, limits) : ImageCodec.Read(stream, limits);
        }
    }

    [Fact]
    public async Task An_endless_stream_that_is_no_picture_is_left_after_its_first_bytes()
    {
        await using var stream = new TrickleStream(new byte[100], isEndless: true);
        Assert.Equal(ImageFault.UnknownFormat, Assert.Throws<ImageFormatException>(() => ImageCodec.Read(stream)).Fault);
        Assert.InRange(stream.Taken, 1, 64);
        Assert.Equal(ImageFault.UnknownFormat, (await Assert.ThrowsAsync<ImageFormatException>(() => ImageCodec.ReadAsync(stream))).Fault);
        Assert.InRange(stream.Taken, 1, 128);
    }

    /// <summary>Twice 1,280 MiB is more than an array can hold.</summary>
    [Theory]
    [InlineData(0, 1900 * 1024 * 1024, 81_920)]
    [InlineData(81_920, 1900 * 1024 * 1024, 163_840)]
    [InlineData(1280 * 1024 * 1024, 1900 * 1024 * 1024, (1900 * 1024 * 1024) + 1)]
    [InlineData(0, 100, 101)]
    [InlineData(1280 * 1024 * 1024, int.MaxValue, 0x7FFFFFC7)]
    public void Memory_for_a_stream_grows_no_further_than_the_limit(int capacity, int limit, int expected) =>
        Assert.Equal(expected, EncodedBuffer.NextCapacity(capacity, limit));

    [Fact]
    public void A_file_is_decoded_where_it_was_read()
    {
        byte[] png = [.. ImageCodec.EncodePng(RgbImage.Filled(1, 1, RgbColor.Grey)), .. new byte[20_000_000]];
        using var stream = new MemoryStream(png);
        var before = GC.GetAllocatedBytesForCurrentThread();
        ImageCodec.Read(stream);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, png.Length, png.Length + 1_000_000);
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
