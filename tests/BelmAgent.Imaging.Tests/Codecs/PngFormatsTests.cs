using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Tests.Doubles;

namespace BelmAgent.Imaging.Tests.Codecs;

/// <summary>Every kind of PNG is decoded to the RGB that a viewer shows.</summary>
public sealed class PngFormatsTests
{
    [Fact]
    public void Reads_rgb()
    {
        var image = Decode(new PngBuilder(2, 2, PngBuilder.Rgb).Rows([1, 2, 3, 4, 5, 6], [7, 8, 9, 255, 0, 128]));
        Assert.Equal<byte>([1, 2, 3, 4, 5, 6, 7, 8, 9, 255, 0, 128], image.Pixels);
    }

    [Fact]
    public void Composes_transparency_on_white()
    {
        var image = Decode(new PngBuilder(5, 1, PngBuilder.Rgba).Rows(
            [200, 100, 50, 255, 200, 100, 50, 0, 0, 0, 0, 128, 255, 0, 10, 51, 9, 8, 7, 254]));
        Assert.Equal(new RgbColor(200, 100, 50), image[0, 0]);
        Assert.Equal(RgbColor.White, image[1, 0]);
        Assert.Equal(new RgbColor(127, 127, 127), image[2, 0]);
        Assert.Equal(new RgbColor(255, 204, 206), image[3, 0]);
        Assert.Equal(new RgbColor(10, 9, 8), image[4, 0]);
    }

    [Fact]
    public void Transparency_comes_back_and_looks_the_same_on_white()
    {
        var rows = new byte[16 * 16 * 4];
        new Random(5).NextBytes(rows);
        var image = Decode(new PngBuilder(16, 16, PngBuilder.Rgba).Rows([.. rows.Chunk(64)]));

        var again = ImageCodec.Decode(ImageCodec.EncodePng(image));

        Assert.Equal(rows.Chunk(4).Select(pixel => pixel[3]), image.Alpha.ToArray());
        Assert.Equal(image.Alpha.ToArray(), again.Alpha.ToArray());
        Assert.Equal(image.Pixels, again.Pixels);
    }

    [Fact]
    public void A_pixel_that_was_drawn_where_nothing_was_is_opaque_enough_to_be_seen()
    {
        var drawn = new RgbImage(2, 1, [200, 40, 10, 255, 255, 255]) { Alpha = new byte[2] };

        var again = ImageCodec.Decode(ImageCodec.EncodePng(drawn));

        Assert.Equal(drawn.Pixels, again.Pixels);
        Assert.Equal<byte>([245, 0], again.Alpha.ToArray());
    }

    [Fact]
    public void An_opaque_picture_has_no_alpha()
    {
        Assert.True(Decode(new PngBuilder(1, 1, PngBuilder.Rgba).Rows([1, 2, 3, 255])).Alpha.IsEmpty);
        Assert.Equal("value", Assert.Throws<ArgumentException>(() => new RgbImage(2, 1, new byte[6]) { Alpha = new byte[1] }).ParamName);
    }

    [Fact]
    public void Reads_grey()
    {
        var image = Decode(new PngBuilder(3, 1, PngBuilder.Grey).Rows([0, 77, 255]));
        Assert.Equal<byte>([0, 0, 0, 77, 77, 77, 255, 255, 255], image.Pixels);
    }

    [Fact]
    public void Reads_one_bit_grey()
    {
        var image = Decode(new PngBuilder(4, 1, PngBuilder.Grey, bitDepth: 1).Rows([0b1010_0000]));
        Assert.Equal<byte>([255, 255, 255, 0, 0, 0, 255, 255, 255, 0, 0, 0], image.Pixels);
    }

    [Fact]
    public void Composes_grey_with_alpha_on_white()
    {
        var image = Decode(new PngBuilder(2, 1, PngBuilder.GreyAlpha).Rows([40, 255, 40, 0]));
        Assert.Equal<byte>([40, 40, 40, 255, 255, 255], image.Pixels);
    }

    [Fact]
    public void Reads_a_palette_with_a_transparent_entry()
    {
        var image = Decode(new PngBuilder(3, 1, PngBuilder.Palette)
            .Chunk("PLTE", 10, 20, 30, 40, 50, 60, 70, 80, 90)
            .Chunk("tRNS", 255, 0)
            .Rows([0, 1, 2]));
        Assert.Equal<byte>([10, 20, 30, 255, 255, 255, 70, 80, 90], image.Pixels);
    }

    [Fact]
    public void Reads_sixteen_bits_a_channel()
    {
        var image = Decode(new PngBuilder(2, 1, PngBuilder.Rgb, bitDepth: 16).Rows(
            [0x12, 0x00, 0x80, 0x10, 0xFF, 0xFF, 0x00, 0x00, 0x7F, 0x7F, 0xC0, 0x40]));
        TestImages.AssertClose(new RgbImage(2, 1, [0x12, 0x80, 0xFF, 0x00, 0x7F, 0xC0]), image, tolerance: 1);
        Assert.Equal((16, 8), (image.SourceBits, Decode(new PngBuilder(1, 1, PngBuilder.Rgb).Rows([1, 2, 3])).SourceBits));
    }

    [Fact]
    public void Reads_sixteen_bit_grey_with_alpha()
    {
        var image = Decode(new PngBuilder(2, 1, PngBuilder.GreyAlpha, bitDepth: 16).Rows([0x40, 0x00, 0xFF, 0xFF, 0x40, 0x00, 0x00, 0x00]));
        TestImages.AssertClose(new RgbImage(2, 1, [0x40, 0x40, 0x40, 255, 255, 255]), image, tolerance: 1);
    }

    [Fact]
    public void Reads_an_interlaced_picture()
    {
        // Adam7: first column and row, and the steps, of the seven passes.
        (int X, int Y, int StepX, int StepY)[] passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
        const int Width = 5, Height = 3;
        var rows = passes.SelectMany(pass => Steps(pass.Y, pass.StepY, Height)
            .Select(y => Steps(pass.X, pass.StepX, Width).Select(x => (byte)((y * 50) + x)).ToArray())).Where(row => row.Length > 0);
        var image = Decode(new PngBuilder(Width, Height, PngBuilder.Grey, isInterlaced: true).Rows([.. rows]));
        TestImages.AssertClose(TestImages.Of(Width, Height, (x, y) => Grey((y * 50) + x)), image);

        static IEnumerable<int> Steps(int first, int step, int end) => Enumerable.Range(0, end).Where(at => at >= first && (at - first) % step == 0);

        static RgbColor Grey(int value) => new((byte)value, (byte)value, (byte)value);
    }

    [Theory]
    [InlineData(PngBuilder.Rgb, false)]
    [InlineData(PngBuilder.Grey, true)]
    public void A_row_too_few_is_told_as_damage(byte colorType, bool isInterlaced)
    {
        var row = new byte[colorType == PngBuilder.Rgb ? 24 : 8];
        var png = new PngBuilder(8, 8, colorType, isInterlaced: isInterlaced).Rows([.. Enumerable.Repeat(row, 7)]).End();
        Assert.Equal(ImageFault.Damaged, Assert.Throws<ImageFormatException>(() => ImageCodec.Decode(png)).Fault);
    }

    [Fact]
    public void Long_texts_do_not_reach_the_decoder()
    {
        byte[] text = [.. "Comment\0"u8, .. new byte[8_000_000]], packed = [.. "Notes\0\0"u8, .. PngBuilder.Compress(new byte[60_000_000])];
        var png = new PngBuilder(1, 1, PngBuilder.Grey).Chunk("tEXt", text).Chunk("zTXt", packed).Chunk("prVt", text).Rows([7]).Chunk("iTXt", text).End();
        var plain = new PngBuilder(1, 1, PngBuilder.Grey).Rows([7]).End();
        var file = PngContainer.Open(png, new DecodingContext(ImageLimits.Default, null, default));
        Assert.Equal(plain, file.Parts.SelectMany(part => part.ToArray()));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(new RgbColor(7, 7, 7), ImageCodec.Decode(png)[0, 0]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Very_many_chunks_are_passed_over()
    {
        var builder = new PngBuilder(1, 1, PngBuilder.Grey);
        for (var i = 0; i < 50_000; i++)
        {
            builder.Chunk(i % 2 == 0 ? "tEXt" : "zTXt", [.. "Raw profile type exif\0\0"u8]);
        }

        Assert.Equal(new RgbColor(7, 7, 7), ImageCodec.Decode(builder.Rows([7]).End())[0, 0]);
    }

    private static RgbImage Decode(PngBuilder png) => ImageCodec.Decode(png.End(), ImageLimits.Default, source: null);
}
