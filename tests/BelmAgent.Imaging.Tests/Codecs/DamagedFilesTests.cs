using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Tests.Doubles;

namespace BelmAgent.Imaging.Tests.Codecs;

/// <summary>Incomplete pictures are refused with a typed error, never partially decoded, and never crash.</summary>
public sealed class DamagedFilesTests
{
    public static TheoryData<string> Formats => ["png", "jpeg", "webp"];

    [Theory]
    [InlineData("", ImageFault.Empty)]
    [InlineData("47494638396101000100", ImageFault.UnknownFormat)]
    [InlineData("424D", ImageFault.UnknownFormat)]
    [InlineData("00", ImageFault.UnknownFormat)]
    [InlineData("25504446", ImageFault.UnknownFormat)]
    [InlineData("FFD8FF", ImageFault.Damaged)]
    [InlineData("89504E470D0A1A0A", ImageFault.Damaged)]
    [InlineData("524946460000000057454250", ImageFault.Damaged)]
    public void Says_what_is_wrong(string hex, ImageFault fault)
    {
        var error = Assert.Throws<ImageFormatException>(
            () => ImageCodec.Decode(Convert.FromHexString(hex), ImageLimits.Default, "some.file"));
        Assert.Equal((fault, "some.file"), (error.Fault, error.ImageSource));
    }

    [Fact]
    public void Pixels_that_do_not_unpack_are_told_as_damage()
    {
        var png = new PngBuilder(8, 8, PngBuilder.Rgb).Chunk("IDAT", [.. Enumerable.Repeat((byte)0x55, 60)]).End();
        var error = Assert.Throws<ImageFormatException>(() => ImageCodec.Decode(png, ImageLimits.Default, null));
        Assert.Equal(ImageFault.Damaged, error.Fault);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_file_without_its_end_is_refused(string format)
    {
        var (encoded, _) = Sample(format);
        var error = Assert.Throws<ImageFormatException>(
            () => ImageCodec.Decode(encoded.AsMemory(0, encoded.Length * 9 / 10), ImageLimits.Default, null));
        Assert.Equal(ImageFault.Damaged, error.Fault);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void No_beginning_of_a_file_gives_another_picture(string format)
    {
        var (encoded, whole) = Sample(format);
        for (var length = 0; length < encoded.Length; length++)
        {
            if (TryDecode(encoded.AsMemory(0, length)) is { } image)
            {
                TestImages.AssertClose(whole, image);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Flipped_bits_give_a_picture_or_a_typed_error(string format)
    {
        var (encoded, _) = Sample(format);
        var random = new Random(5);
        var refused = 0;
        for (var trial = 0; trial < 400; trial++)
        {
            var damaged = encoded.ToArray();
            for (var flips = random.Next(1, 5); flips > 0; flips--)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            }

            refused += TryDecode(damaged) is null ? 1 : 0;
        }

        Assert.NotEqual(0, refused);
    }

    [Fact]
    public void A_jpeg_without_its_end_is_refused()
    {
        var jpeg = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "faults", "jpeg-without-eoi.jpg"));
        Assert.Equal(ImageFault.Damaged, Assert.Throws<ImageFormatException>(() => ImageCodec.Decode(jpeg)).Fault);
        ImageCodec.Decode((byte[])[.. jpeg, 0xFF, 0xD9]);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_follows_the_end_is_no_harm(string format)
    {
        var (encoded, whole) = Sample(format);
        TestImages.AssertClose(whole, ImageCodec.Decode((byte[])[.. encoded, .. "a trailer, as cameras add"u8]));
    }

    [Fact]
    public void Printing_inks_are_refused_by_their_name()
    {
        var cmyk = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "cmyk.jpg"));
        var error = Assert.Throws<ImageFormatException>(() => ImageCodec.Decode(cmyk, source: "press.jpg"));
        Assert.Equal(ImageFault.Cmyk, error.Fault);
    }

    [Theory]
    [InlineData(0xC9)]
    [InlineData(0xC3)]
    public void Rare_codings_are_refused_as_such(byte frame)
    {
        var jpeg = ImageCodec.EncodeJpeg(RgbImage.Filled(16, 16, RgbColor.Grey));
        jpeg[jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]) + 1] = frame;
        Assert.Equal(ImageFault.Unsupported, Assert.Throws<ImageFormatException>(() => ImageCodec.Decode(jpeg)).Fault);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_cancelled_token_stops_the_decoding(string format)
    {
        var (encoded, _) = Sample(format);
        Assert.ThrowsAny<OperationCanceledException>(() => ImageCodec.Decode(encoded, cancellationToken: new CancellationToken(canceled: true)));
    }

    private static (byte[] Encoded, RgbImage Whole) Sample(string format)
    {
        var image = TestImages.Noise(24, 20, seed: 4);
        var encoded = format switch
        {
            "png" => ImageCodec.EncodePng(image),
            "jpeg" => ImageCodec.EncodeJpeg(image),
            _ => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "noise.webp")),
        };
        return (encoded, ImageCodec.Decode(encoded, ImageLimits.Default, null));
    }

    private static RgbImage? TryDecode(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return ImageCodec.Decode(encoded, ImageLimits.Default, null);
        }
        catch (Exception exception) when (exception is ImageFormatException or BelmException { Code: "image_too_large" })
        {
            return null;
        }
    }
}
