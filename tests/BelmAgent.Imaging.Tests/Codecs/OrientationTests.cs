using System.Text;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Tests.Doubles;

namespace BelmAgent.Imaging.Tests.Codecs;

/// <summary>EXIF orientation is applied, and EXIF itself is dropped.</summary>
public sealed class OrientationTests
{
    private const int Width = 48;
    private const int Height = 32;

    private static readonly RgbColor Red = new(220, 30, 30);
    private static readonly RgbColor Green = new(30, 200, 30);
    private static readonly RgbColor Blue = new(30, 30, 220);
    private static readonly RgbColor Grey = new(120, 120, 120);

    /// <summary>
    /// Gets the places where the stored quadrants (red, green / blue, grey) are shown, by the EXIF standard: top left, top right,
    /// bottom left, bottom right.
    /// </summary>
    public static TheoryData<byte, string> Shown => new()
    {
        { 1, "red green blue grey" },
        { 2, "green red grey blue" },
        { 3, "grey blue green red" },
        { 4, "blue grey red green" },
        { 5, "red blue green grey" },
        { 6, "blue red grey green" },
        { 7, "grey green blue red" },
        { 8, "green grey red blue" },
    };

    [Theory]
    [MemberData(nameof(Shown))]
    public void Shows_the_picture_upright(byte orientation, string quadrants)
    {
        var image = ImageCodec.Decode(Jpeg(orientation), ImageLimits.Default, source: null);
        var isTurned = orientation >= 5;
        Assert.Equal(isTurned ? (Height, Width) : (Width, Height), (image.Width, image.Height));
        Assert.Equal(quadrants, Quadrants(image));
    }

    /// <summary>Gets every way in which files are known to state an orientation, each with a picture to be turned by a quarter.</summary>
    public static TheoryData<string> Ways =>
    [
        "png eXIf", "png eXIf after the pixels", "png eXIf with prefix", "png eXIf big endian", "png raw profile", "png raw profile packed", "png raw profile APP1",
        "jpeg LONG", "jpeg BYTE", "jpeg big endian", "jpeg after XMP", "webp", "webp with prefix", "webp before the pixels", "webp LONG",
    ];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Finds_the_orientation_wherever_it_stands(string way)
    {
        var image = ImageCodec.Decode(File(way, 6));
        Assert.Equal("blue red grey green", Quadrants(image));
        Assert.Equal("red green blue grey", Quadrants(ImageCodec.Decode(File(way, 9))));
    }

    [Theory]
    [InlineData("png-exif-orientation-6.png")]
    [InlineData("webp-exif-prefixed-6.webp")]
    [InlineData("webp-exif-raw-6.webp")]
    [InlineData("jpeg-exif-type-long-6.jpg")]
    public void Files_of_common_programs_stand_upright(string name)
    {
        var encoded = System.IO.File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "faults", name));
        var (stored, image) = (Skia.Decode(encoded)!, ImageCodec.Decode(encoded));
        Assert.Equal((stored.Height, stored.Width), (image.Width, image.Height));

        // Turned clockwise: the pixel stored at the bottom left is shown at the top left.
        var expected = TestImages.Of(stored.Height, stored.Width, (x, y) => stored[y, stored.Height - 1 - x]);
        TestImages.AssertClose(expected, image, tolerance: 3);
    }

    [Theory]
    [InlineData("")]
    [InlineData("49492A00")]
    [InlineData("49492A00FFFFFFFF")]
    [InlineData("49492A0008000000FFFF")]
    [InlineData("4D4D002A00000008000101120003000000020006000000000000")]
    public void A_broken_block_turns_nothing(string hex)
    {
        var png = new PngBuilder(2, 1, PngBuilder.Grey).Chunk("eXIf", Convert.FromHexString(hex)).Rows([1, 2]).End();
        Assert.Equal(2, ImageCodec.Decode(png).Width);
    }

    [Fact]
    public void Carries_no_metadata_on()
    {
        var jpeg = Jpeg(1);
        var image = ImageCodec.Decode(jpeg, ImageLimits.Default, source: null);
        Assert.Contains("Exif", Encoding.Latin1.GetString(jpeg), StringComparison.Ordinal);
        Assert.DoesNotContain("Exif", Encoding.Latin1.GetString(ImageCodec.EncodeJpeg(image)), StringComparison.Ordinal);
        Assert.Subset(
            new HashSet<string> { "IHDR", "IDAT", "IEND" },
            PngBuilder.ChunkTypes(ImageCodec.EncodePng(image)).ToHashSet());
    }

    private static byte[] File(string way, int orientation)
    {
        var (stored, exif) = (Stored(), ExifBlock.Of(orientation));
        var png = new PngBuilder(Width, Height, PngBuilder.Rgb);
        var rows = Enumerable.Range(0, Height).Select(y => stored.Row(y).ToArray()).ToArray();
        var raw = Encoding.ASCII.GetBytes($"\nexif\n      {exif.Length + 6}\n{Lines(Convert.ToHexStringLower([.. "Exif\0\0"u8, .. exif]))}\n");
        var webp = Skia.EncodeLosslessWebp(stored);
        return way switch
        {
            "png eXIf" => png.Chunk("eXIf", exif).Rows(rows).End(),
            "png eXIf after the pixels" => png.Rows(rows).Chunk("eXIf", exif).End(),
            "png eXIf with prefix" => png.Chunk("eXIf", ExifBlock.Of(orientation, hasPrefix: true)).Rows(rows).End(),
            "png eXIf big endian" => png.Chunk("eXIf", ExifBlock.Of(orientation, isLittle: false)).Rows(rows).End(),
            "png raw profile" => png.Chunk("tEXt", [.. "Raw profile type exif\0"u8, .. raw]).Rows(rows).End(),
            "png raw profile packed" => png.Chunk("zTXt", [.. "Raw profile type exif\0\0"u8, .. PngBuilder.Compress(raw)]).Rows(rows).End(),
            "png raw profile APP1" => png.Rows(rows).Chunk("iTXt", [.. "Raw profile type APP1\0\0\0\0\0"u8, .. raw]).End(),
            "jpeg LONG" => JpegExif.WithBlock(Encoded(stored), ExifBlock.Of(orientation, ExifBlock.Long, hasPrefix: true)),
            "jpeg BYTE" => JpegExif.WithBlock(Encoded(stored), ExifBlock.Of(orientation, ExifBlock.Byte, hasPrefix: true)),
            "jpeg big endian" => JpegExif.WithBlock(Encoded(stored), ExifBlock.Of(orientation, isLittle: false, hasPrefix: true)),
            "jpeg after XMP" => JpegExif.WithBlock(JpegExif.WithBlock(Encoded(stored), ExifBlock.Of(orientation, hasPrefix: true)), [.. "http://ns.adobe.com/xap/1.0/\0<x/>"u8]),
            "webp" => new WebpBuilder(Width, Height, 8).Pixels(webp).Chunk("EXIF", exif).End(),
            "webp with prefix" => new WebpBuilder(Width, Height, 8).Pixels(webp).Chunk("EXIF", ExifBlock.Of(orientation, hasPrefix: true)).End(),
            "webp before the pixels" => new WebpBuilder(Width, Height, 8).Chunk("EXIF", exif).Pixels(webp).End(),
            _ => new WebpBuilder(Width, Height, 8).Pixels(webp).Chunk("EXIF", ExifBlock.Of(orientation, ExifBlock.Long, isLittle: false)).End(),
        };

        static string Lines(string digits) => string.Join('\n', digits.Chunk(72).Select(line => new string(line)));
    }

    private static RgbImage Stored() => TestImages.Of(Width, Height, (x, y) => (x < Width / 2, y < Height / 2) switch
    {
        (true, true) => Red,
        (false, true) => Green,
        (true, false) => Blue,
        _ => Grey,
    });

    private static byte[] Encoded(RgbImage image) => ImageCodec.EncodeJpeg(image, quality: 95);

    private static byte[] Jpeg(byte orientation) => JpegExif.WithOrientation(Encoded(Stored()), orientation);

    private static string Quadrants(RgbImage image)
    {
        var (left, right) = (image.Width / 4, image.Width * 3 / 4);
        var (top, bottom) = (image.Height / 4, image.Height * 3 / 4);
        return string.Join(' ', Name(image[left, top]), Name(image[right, top]), Name(image[left, bottom]), Name(image[right, bottom]));
    }

    private static string Name(RgbColor color) =>
        new[] { (Red, "red"), (Green, "green"), (Blue, "blue"), (Grey, "grey") }
            .MinBy(known => Math.Abs(known.Item1.R - color.R) + Math.Abs(known.Item1.G - color.G) + Math.Abs(known.Item1.B - color.B))
            .Item2;
}
