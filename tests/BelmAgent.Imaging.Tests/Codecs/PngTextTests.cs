using System.Buffers.Binary;
using System.Text;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Tests.Doubles;

namespace BelmAgent.Imaging.Tests.Codecs;

/// <summary>Text is stored in a PNG without affecting its pixels.</summary>
public sealed class PngTextTests
{
    private static readonly RgbImage Image = TestImages.Noise(9, 7, seed: 6);

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("{\"caption\":\"žluťoučký kůň 🐎, 红色的车\",\n\"x\":1}")]
    public void Text_and_pixels_come_back(string value)
    {
        var png = ImageCodec.EncodePng(Image, new Dictionary<string, string> { ["belm"] = value, ["Creation Time"] = "now" });
        var summary = Read(png);
        Assert.Equal((9, 7), (summary.Width, summary.Height));
        Assert.Equal(new Dictionary<string, string> { ["belm"] = value, ["Creation Time"] = "now" }, summary.Text);
        TestImages.AssertClose(Image, ImageCodec.Decode(png, ImageLimits.Default, null));
    }

    [Fact]
    public void A_long_text_comes_back()
    {
        var value = string.Concat(Enumerable.Repeat("0123456789äöü", 100_000));
        Assert.Equal(value, Read(ImageCodec.EncodePng(Image, new Dictionary<string, string> { ["belm"] = value })).Text["belm"]);
    }

    [Theory]
    [InlineData("né", "tEXt")]
    [InlineData("红", "iTXt")]
    public void The_chunk_is_laid_out_as_the_standard_says(string value, string type)
    {
        var data = (byte[])(type == "tEXt" ? [.. "belm\0"u8, .. Encoding.Latin1.GetBytes(value)] : [.. "belm\0\0\0\0\0"u8, .. Encoding.UTF8.GetBytes(value)]);
        var chunk = new PngBuilder(1, 1, PngBuilder.Rgb).Chunk(type, data).End()[33..^12];
        var png = ImageCodec.EncodePng(Image, new Dictionary<string, string> { ["belm"] = value });
        Assert.NotEqual(-1, png.AsSpan().IndexOf(chunk));
        Assert.Equal(["IHDR", type, "IDAT", "IEND"], PngBuilder.ChunkTypes(png).Where(name => name != "pHYs").Distinct());
    }

    [Fact]
    public void Reads_the_pictures_of_earlier_versions()
    {
        // They wrote iTXt even where Latin-1 would do, right after the header.
        var png = new PngBuilder(1, 1, PngBuilder.Grey).Chunk("iTXt", [.. "belm\0\0\0\0\0"u8, .. "né"u8]).Rows([0]).End();
        Assert.Equal("né", Read(png).Text["belm"]);
    }

    [Fact]
    public void Text_is_found_without_the_pixels()
    {
        var png = ImageCodec.EncodePng(TestImages.Noise(200, 200, seed: 7), new Dictionary<string, string> { ["belm"] = "recipe" });
        Assert.Equal("recipe", Read(png.AsSpan(0, 400).ToArray()).Text["belm"]);
    }

    [Fact]
    public void Reads_what_other_programs_write()
    {
        var png = new PngBuilder(1, 1, PngBuilder.Grey)
            .Chunk("tEXt", [.. "Author\0"u8, .. Encoding.Latin1.GetBytes("José")])
            .Chunk("iTXt", [.. "Comment\0\u0001\0en\0Kommentar\0"u8, .. PngBuilder.Compress("größer"u8.ToArray())])
            .Chunk("zTXt", [.. "Title\0\0"u8, .. PngBuilder.Compress(Encoding.Latin1.GetBytes("Straße"))])
            .Chunk("tIME", 7, 230, 1, 2, 3, 4, 5)
            .Rows([0])
            .End();
        Assert.Equal(new Dictionary<string, string> { ["Author"] = "José", ["Comment"] = "größer", ["Title"] = "Straße" }, Read(png).Text);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("keyword without end")]
    [InlineData("k\0\u0001")]
    [InlineData("k\0\0\0no second field\0")]
    [InlineData("k\0\u0001\0\0\0not compressed")]
    public void Text_that_breaks_the_standard_is_passed_over(string data)
    {
        var png = new PngBuilder(1, 1, PngBuilder.Grey)
            .Chunk("iTXt", Encoding.Latin1.GetBytes(data))
            .Chunk("iTXt", [.. "bad\0\0\0\0\0"u8, 0xFF, 0xFE])
            .Chunk("iTXt", "belm\0\0\0\0\0good"u8.ToArray())
            .Rows([0])
            .End();
        Assert.Equal(new Dictionary<string, string> { ["belm"] = "good" }, Read(png).Text);
    }

    [Fact]
    public void A_text_that_inflates_beyond_the_limit_is_passed_over()
    {
        var bomb = PngBuilder.Compress(new byte[PngSummary.MaxTextBytes + 1]);
        var png = new PngBuilder(1, 1, PngBuilder.Grey).Chunk("iTXt", [.. "bomb\0\u0001\0\0\0"u8, .. bomb]).Rows([0]).End();
        Assert.True(bomb.Length < 100_000);
        Assert.Empty(Read(png).Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" belm")]
    [InlineData("belm ")]
    [InlineData("two  spaces")]
    [InlineData("new\nline")]
    [InlineData("snow☃")]
    public void A_keyword_is_held_to_the_standard(string keyword) =>
        Assert.Throws<ArgumentException>(() => ImageCodec.EncodePng(Image, new Dictionary<string, string> { [keyword] = "x" }));

    [Fact]
    public void A_keyword_has_at_most_79_characters()
    {
        var longest = new string('k', 79);
        Assert.Equal("x", Read(ImageCodec.EncodePng(Image, new Dictionary<string, string> { [longest] = "x" })).Text[longest]);
        Assert.Throws<ArgumentException>(() => ImageCodec.EncodePng(Image, new Dictionary<string, string> { [longest + "k"] = "x" }));
    }

    [Fact]
    public void A_text_that_cannot_be_written_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Write("a\0b"));
        Assert.ThrowsAny<ArgumentException>(() => Write("half a pair " + '\uD83D'));

        static byte[] Write(string value) => ImageCodec.EncodePng(Image, new Dictionary<string, string> { ["belm"] = value });
    }

    [Fact]
    public void A_wrong_checksum_is_told_as_damage()
    {
        var png = ImageCodec.EncodePng(Image, new Dictionary<string, string> { ["belm"] = "recipe" });
        png[png.AsSpan().IndexOf("recipe"u8)] ^= 1;
        Assert.Equal(ImageFault.Damaged, Assert.Throws<ImageFormatException>(() => Read(png)).Fault);
    }

    [Fact]
    public void A_chunk_that_claims_more_than_the_file_has_is_refused()
    {
        var png = ImageCodec.EncodePng(Image, new Dictionary<string, string> { ["belm"] = "recipe" });
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(33), uint.MaxValue);
        Assert.Equal(ImageFault.Damaged, Assert.Throws<ImageFormatException>(() => Read(png)).Fault);
    }

    [Fact]
    public void What_is_no_png_is_refused()
    {
        Assert.Equal(ImageFault.Empty, Assert.Throws<ImageFormatException>(() => Read([])).Fault);
        Assert.Equal(ImageFault.UnknownFormat, Assert.Throws<ImageFormatException>(() => Read([0xFF, 0xD8, 0xFF])).Fault);
    }

    private static PngSummary Read(byte[] png)
    {
        using var stream = new TrickleStream(png);
        return PngSummary.Read(stream);
    }
}
