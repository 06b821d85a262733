using System.Text;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Tests.Doubles;

namespace BelmAgent.Imaging.Tests.Codecs;

/// <summary>EXIF orientation is applied, and EXIF itself is not carried on.</summary>
public sealed class OrientationTests
{
    private const int Width = 48;
    private const int Height = 32;

    private static readonly RgbColor Red = new(220, 30, 30);
    private static readonly RgbColor Green = new(30, 200, 30);
    private static readonly RgbColor Blue = new(30, 30, 220);
    private static readonly RgbColor Grey = new(120, 120, 120);

    /// <summary>Where the stored quadrants (red, green / blue, grey) are shown, by the EXIF standard: top left, top right, bottom left, bottom right.</summary>
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
        var (left, right) = (image.Width / 4, image.Width * 3 / 4);
        var (top, bottom) = (image.Height / 4, image.Height * 3 / 4);
        Assert.Equal(
            quadrants,
            string.Join(' ', Name(image[left, top]), Name(image[right, top]), Name(image[left, bottom]), Name(image[right, bottom])));
    }

    [Fact]
    public void Carries_no_metadata_on()
    {
        var jpeg = Jpeg(1);
        var image = ImageCodec.Decode(jpeg, ImageLimits.Default, source: null);
        Assert.Contains("Exif", Encoding.Latin1.GetString(jpeg), StringComparison.Ordinal);
        Assert.DoesNotContain("Exif", Encoding.Latin1.GetString(ImageCodec.EncodeJpeg(image)), StringComparison.Ordinal);
        Assert.Subset(
            new HashSet<string> { "IHDR", "sBIT", "sRGB", "IDAT", "IEND" },
            PngBuilder.ChunkTypes(ImageCodec.EncodePng(image)).ToHashSet());
    }

    private static byte[] Jpeg(byte orientation)
    {
        var stored = TestImages.Of(Width, Height, (x, y) => (x < Width / 2, y < Height / 2) switch
        {
            (true, true) => Red,
            (false, true) => Green,
            (true, false) => Blue,
            _ => Grey,
        });
        return JpegExif.WithOrientation(ImageCodec.EncodeJpeg(stored, quality: 95), orientation);
    }

    private static string Name(RgbColor color) =>
        new[] { (Red, "red"), (Green, "green"), (Blue, "blue"), (Grey, "grey") }
            .MinBy(known => Math.Abs(known.Item1.R - color.R) + Math.Abs(known.Item1.G - color.G) + Math.Abs(known.Item1.B - color.B))
            .Item2;
}
