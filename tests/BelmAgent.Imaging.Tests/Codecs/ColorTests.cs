using System.Buffers.Binary;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Comparison;
using BelmAgent.Imaging.Resampling;
using BelmAgent.Imaging.Tests.Doubles;
using SkiaSharp;

namespace BelmAgent.Imaging.Tests.Codecs;

/// <summary>Colours arrive as sRGB whatever space the file names.</summary>
public sealed class ColorTests
{
    [Fact]
    public void Converts_a_linear_picture_to_srgb()
    {
        var png = new PngBuilder(3, 1, PngBuilder.Rgb)
            .Chunk("gAMA", 0x00, 0x01, 0x86, 0xA0)
            .Rows([0, 0, 0, 128, 128, 128, 255, 255, 255])
            .End();
        var image = ImageCodec.Decode(png, ImageLimits.Default, source: null);

        // 128/255 of the light is 188 in sRGB.
        TestImages.AssertClose(new RgbImage(3, 1, [0, 0, 0, 188, 188, 188, 255, 255, 255]), image, tolerance: 1);
    }

    [Fact]
    public void Applies_an_embedded_profile()
    {
        // A profile whose "red" is sRGB's green, "green" its blue and "blue" its red, all with gamma 1.
        var png = new PngBuilder(3, 1, PngBuilder.Rgb)
            .Chunk("iCCP", [.. "turned\0\0"u8, .. PngBuilder.Compress(IccBuilder.Turned())])
            .Rows([255, 0, 0, 0, 255, 0, 0, 0, 128])
            .End();
        var image = ImageCodec.Decode(png, ImageLimits.Default, source: null);
        TestImages.AssertClose(new RgbImage(3, 1, [0, 255, 0, 0, 0, 255, 188, 0, 0]), image, tolerance: 2);
    }

    public static TheoryData<string, string> Spaces
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var space in new[] { "Display P3", "Adobe RGB", "Rec. 2020", "linear" })
            {
                foreach (var format in new[] { "png", "jpeg", "webp" })
                {
                    data.Add(space, format);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Converts_as_others_do(string space, string format)
    {
        var encoded = Encode(TestImages.Smooth(48, 40), space, format);
        var (expected, image) = (Skia.Decode(encoded)!, ImageCodec.Decode(encoded));
        if (format == "jpeg")
        {
            // A level of difference between the decoders is several where a channel is nearly out of gamut.
            Assert.True(ImageComparison.Psnr(expected, image) > 45, $"{ImageComparison.Psnr(expected, image):F1} dB");
        }
        else
        {
            TestImages.AssertClose(expected, image, tolerance: 2);
        }

        Assert.False(image.Profile!.IsSrgb);
    }

    [Theory]
    [InlineData("Display P3")]
    [InlineData("Adobe RGB")]
    [InlineData("Rec. 2020")]
    public void A_picture_is_written_in_the_profile_that_it_came_in(string space)
    {
        var source = ImageCodec.Decode(Encode(TestImages.Smooth(48, 40), space, "png"));
        var (png, jpeg) = (ImageCodec.EncodePng(source, profile: source.Profile), ImageCodec.EncodeJpeg(source, 100, source.Profile));
        Assert.Equal(source.Profile!.Icc.ToArray(), ImageCodec.Decode(png).Profile!.Icc.ToArray());
        Assert.Equal(source.Profile.Icc.ToArray(), ImageCodec.Decode(jpeg).Profile!.Icc.ToArray());
        using var stream = new MemoryStream(png);
        Assert.Equal(source.Profile.Icc.ToArray(), PngSummary.Read(stream).Profile!.Icc.ToArray());

        // The same to the eye as before, in another program too: one level of a space is several dark levels of the other.
        Assert.True(ImageComparison.Psnr(source, Skia.Decode(png)!) > 45, $"{ImageComparison.Psnr(source, Skia.Decode(png)!):F1} dB");
        Assert.True(ImageComparison.Psnr(source, Skia.Decode(jpeg)!) > 36, $"{ImageComparison.Psnr(source, Skia.Decode(jpeg)!):F1} dB");

        // Reading and writing it once more changes almost nothing.
        var again = ImageCodec.Decode(png);
        Assert.True(ImageComparison.Psnr(again, ImageCodec.Decode(ImageCodec.EncodePng(again, profile: again.Profile))) > 45);
    }

    [Fact]
    public void Srgb_by_any_profile_stays_as_it_is()
    {
        var stored = TestImages.Noise(30, 20, seed: 1);
        using var space = SKColorSpace.CreateSrgb();
        foreach (var encoded in new[] { Skia.Encode(stored, SKEncodedImageFormat.Png, space), Skia.EncodeLosslessWebp(stored, space: space), WithProfile(stored, IccBuilder.Srgb()) })
        {
            var image = ImageCodec.Decode(encoded);
            TestImages.AssertClose(stored, image);
            Assert.True(image.Profile?.IsSrgb ?? true);
        }

        Assert.Equal(IccBuilder.Srgb(), ImageCodec.Decode(WithProfile(stored, IccBuilder.Srgb())).Profile!.Icc.ToArray());
    }

    [Fact]
    public void A_profile_of_tables_is_carried_and_changes_nothing()
    {
        var (stored, icc) = (TestImages.Noise(8, 8, seed: 2), IccBuilder.Profile(("A2B0", new byte[60]), ("wtpt", IccBuilder.Xyz([0.9642, 1, 0.8249]))));
        var image = ImageCodec.Decode(WithProfile(stored, icc));
        TestImages.AssertClose(stored, image);
        Assert.True(image.Profile!.IsSrgb);
        var written = ImageCodec.Decode(ImageCodec.EncodePng(image, profile: image.Profile));
        TestImages.AssertClose(stored, written);
        Assert.Equal(icc, written.Profile!.Icc.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("no profile")]
    public void What_is_no_profile_is_left_behind(string text)
    {
        var stored = TestImages.Noise(8, 8, seed: 3);
        var image = ImageCodec.Decode(WithProfile(stored, System.Text.Encoding.ASCII.GetBytes(text)));
        TestImages.AssertClose(stored, image);
        Assert.Null(image.Profile);
    }

    [Fact]
    public void Broken_profiles_are_profiles_or_nothing()
    {
        var (icc, stored, random) = (IccBuilder.Srgb(), TestImages.Noise(4, 4, seed: 4), new Random(4));
        for (var i = 0; i < 500; i++)
        {
            var broken = icc.ToArray();
            for (var flips = random.Next(1, 12); flips > 0; flips--)
            {
                broken[random.Next(broken.Length)] = (byte)random.Next(256);
            }

            var image = ImageCodec.Decode(WithProfile(stored, broken[..(random.Next(2) == 0 ? random.Next(broken.Length) : broken.Length)]));
            ImageCodec.EncodePng(image, profile: image.Profile);
        }
    }

    [Fact]
    public void A_grey_profile_changes_grey_and_stays_behind()
    {
        var icc = IccBuilder.Profile(("kTRC", IccBuilder.Gamma1()));
        "GRAY"u8.CopyTo(icc.AsSpan(16));
        var image = ImageCodec.Decode(new PngBuilder(2, 1, PngBuilder.Grey).Chunk("iCCP", [.. "g\0\0"u8, .. PngBuilder.Compress(icc)]).Rows([128, 255]).End());
        TestImages.AssertClose(new RgbImage(2, 1, [188, 188, 188, 255, 255, 255]), image, tolerance: 1);
        Assert.Null(image.Profile);
    }

    [Fact]
    public void Size_and_shape_may_change_and_the_profile_stays()
    {
        var image = ImageCodec.Decode(Encode(TestImages.Smooth(48, 40), "Display P3", "png"));
        foreach (var fit in Enum.GetValues<ImageFit>())
        {
            Assert.Same(image.Profile, ImageResize.To(image, 32, 16, fit).Image.Profile);
        }
    }

    /// <summary>A sixteenth of a level of eight bits, in linear light, is level 1 of sRGB, and a half is 6.</summary>
    [Theory]
    [InlineData(PngBuilder.Rgb, false)]
    [InlineData(PngBuilder.Rgb, true)]
    [InlineData(PngBuilder.Rgba, false)]
    [InlineData(PngBuilder.Rgba, true)]
    [InlineData(PngBuilder.Grey, false)]
    [InlineData(PngBuilder.GreyAlpha, false)]
    public void Sixteen_bits_keep_dark_tones_through_the_conversion(byte colorType, bool hasProfile)
    {
        ushort[] levels = [0, 16, 64, 128, 200, 1_000, 8_000, 65_535];
        var colors = colorType is PngBuilder.Rgb or PngBuilder.Rgba ? 3 : 1;
        byte[] alpha = colorType is PngBuilder.Rgba or PngBuilder.GreyAlpha ? [0xFF, 0xFF] : [];
        byte[] row = [.. levels.SelectMany(level => (byte[])[.. Enumerable.Repeat(new[] { (byte)(level >> 8), (byte)level }, colors).SelectMany(bytes => bytes), .. alpha])];
        var builder = new PngBuilder(levels.Length, 1, colorType, bitDepth: 16);
        _ = hasProfile ? builder.Chunk("iCCP", [.. "l\0\0"u8, .. PngBuilder.Compress(IccBuilder.Turned())]) : builder.Chunk("gAMA", Number(100_000));

        var image = ImageCodec.Decode(builder.Rows([row]).End());

        for (var x = 0; x < levels.Length; x++)
        {
            var light = levels[x] / 65_535.0;
            var expected = 255 * (light <= 0.0031308 ? 12.92 * light : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055);
            Assert.InRange(image[x, 0].G, expected - 1, expected + 1);
        }
    }

    [Fact]
    public void Sixteen_bits_of_transparency_are_composed()
    {
        var png = new PngBuilder(3, 1, PngBuilder.Rgba, bitDepth: 16).Chunk("gAMA", Number(100_000)).Rows(
            [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x40, 0x40]).End();
        TestImages.AssertClose(new RgbImage(3, 1, [221, 221, 221, 255, 255, 255, 191, 191, 191]), ImageCodec.Decode(png), tolerance: 1);
    }

    [Fact]
    public void A_transparent_picture_takes_its_own_bytes_and_few_more()
    {
        var png = new PngBuilder(2000, 500, PngBuilder.Rgba).Rows([.. Enumerable.Repeat(new byte[8000], 500)]).End();
        ImageCodec.Decode(png);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var image = ImageCodec.Decode(png);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, image.Pixels.Length, 1.5 * image.Pixels.Length);
    }

    /// <summary>gAMA in hundred-thousandths, and the value of grey 128: as stored if no encoder can mean the number, or if it means sRGB.</summary>
    [Theory]
    [InlineData(0u, 128)]
    [InlineData(1u, 128)]
    [InlineData(220_000u, 128)]
    [InlineData(4_000_000_000u, 128)]
    [InlineData(45_455u, 128)]
    [InlineData(45_000u, 128)]
    [InlineData(55_556u, 146)]
    [InlineData(100_000u, 188)]
    public void Gamma_counts_where_it_can_be_meant(uint gamma, byte expected)
    {
        Assert.InRange(Grey(png => png.Chunk("gAMA", Number(gamma))), expected - 1, expected + 1);

        // Primaries beside it change nothing; a profile and an sRGB chunk take precedence over it.
        byte[] primaries = [.. new uint[] { 31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000 }.SelectMany(Number)];
        Assert.InRange(Grey(png => png.Chunk("gAMA", Number(gamma)).Chunk("cHRM", primaries)), expected - 1, expected + 1);
        Assert.Equal(128, Grey(png => png.Chunk("sRGB", 0).Chunk("gAMA", Number(gamma))));
        Assert.Equal(128, Grey(png => png.Chunk("gAMA", Number(gamma)).Chunk("iCCP", [.. "s\0\0"u8, .. PngBuilder.Compress(IccBuilder.Srgb())])));

        static byte Grey(Func<PngBuilder, PngBuilder> chunks) =>
            ImageCodec.Decode(chunks(new PngBuilder(1, 1, PngBuilder.Rgb)).Rows([128, 128, 128]).End())[0, 0].G;
    }

    [Fact]
    public void A_gamma_of_nothing_leaves_the_picture_alone()
    {
        var encoded = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "faults", "png-gama-0.png"));
        var at = encoded.AsSpan().IndexOf("gAMA"u8) - 4;
        byte[] without = [.. encoded[..at], .. encoded[(at + 16)..]];
        TestImages.AssertClose(Skia.Decode(without)!, ImageCodec.Decode(encoded));
    }

    [Fact]
    public void Colours_are_converted_before_transparency_is_composed()
    {
        var png = new PngBuilder(1, 1, PngBuilder.Rgba).Chunk("gAMA", Number(100_000)).Rows([128, 128, 128, 128]).End();
        Assert.InRange(ImageCodec.Decode(png)[0, 0].R, 220, 223); // 188 half on white
    }

    /// <summary>The third edition of the standard ranks the colour chunks: a profile before sRGB, and sRGB before gamma.</summary>
    [Fact]
    public void A_profile_counts_before_an_srgb_chunk()
    {
        byte[] iccp = [.. "p\0\0"u8, .. PngBuilder.Compress(IccBuilder.Turned())];
        var first = new PngBuilder(1, 1, PngBuilder.Rgb).Chunk("iCCP", iccp).Chunk("sRGB", 0).Rows([255, 0, 0]).End();
        var last = new PngBuilder(1, 1, PngBuilder.Rgb).Chunk("sRGB", 0).Chunk("iCCP", iccp).Rows([255, 0, 0]).End();
        Assert.True(ImageCodec.Decode(first)[0, 0].G > 250);
        Assert.True(ImageCodec.Decode(last)[0, 0].G > 250);
    }

    [Fact]
    public void Text_is_found_without_the_profile_being_unpacked_and_the_profile_without_tables()
    {
        var large = new PngBuilder(1, 1, PngBuilder.Rgb).Chunk("iCCP", [.. "p\0\0"u8, .. PngBuilder.Compress(IccBuilder.Overlapping(1))]).Rows([1, 2, 3]).End();
        var small = new PngBuilder(1, 1, PngBuilder.Rgb).Chunk("iCCP", [.. "p\0\0"u8, .. PngBuilder.Compress(IccBuilder.Turned())]).Rows([1, 2, 3]).End();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Empty(PngSummary.Read(new MemoryStream(large)).Text);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
        before = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotNull(PngSummary.Read(new MemoryStream(small)).Profile);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public async Task A_profile_is_safe_to_share()
    {
        var profile = PngSummary.Read(new MemoryStream(WithProfile(TestImages.Noise(1, 1, seed: 5), IccBuilder.Turned()))).Profile!;
        var mappings = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => (profile.ToSrgb, profile.FromSrgb))));
        Assert.Single(mappings.Distinct());
        Assert.NotNull(mappings[0].ToSrgb);
        Assert.NotNull(mappings[0].FromSrgb);
    }

    private static byte[] Encode(RgbImage image, string name, string format)
    {
        using var space = name switch
        {
            "Display P3" => SKColorSpace.CreateRgb(SKColorSpaceTransferFn.Srgb, SKColorSpaceXyz.DisplayP3),
            "Adobe RGB" => SKColorSpace.CreateRgb(SKColorSpaceTransferFn.TwoDotTwo, SKColorSpaceXyz.AdobeRgb),
            "Rec. 2020" => SKColorSpace.CreateRgb(SKColorSpaceTransferFn.Rec2020, SKColorSpaceXyz.Rec2020),
            _ => SKColorSpace.CreateSrgbLinear(),
        };
        return format switch
        {
            "png" => Skia.Encode(image, SKEncodedImageFormat.Png, space),
            "jpeg" => Skia.Encode(image, SKEncodedImageFormat.Jpeg, space, quality: 100),
            _ => Skia.EncodeLosslessWebp(image, space: space),
        };
    }

    private static byte[] WithProfile(RgbImage image, byte[] icc) => new PngBuilder(image.Width, image.Height, PngBuilder.Rgb)
        .Chunk("iCCP", [.. "profile\0\0"u8, .. PngBuilder.Compress(icc)])
        .Rows([.. Enumerable.Range(0, image.Height).Select(y => image.Row(y).ToArray())])
        .End();

    private static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
