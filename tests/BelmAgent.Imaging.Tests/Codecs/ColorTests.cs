using System.Buffers.Binary;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Tests.Doubles;

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
            .Chunk("iCCP", [.. "turned\0\0"u8, .. PngBuilder.Compress(TurnedProfile())])
            .Rows([255, 0, 0, 0, 255, 0, 0, 0, 128])
            .End();
        var image = ImageCodec.Decode(png, ImageLimits.Default, source: null);
        TestImages.AssertClose(new RgbImage(3, 1, [0, 255, 0, 0, 0, 255, 188, 0, 0]), image, tolerance: 2);
    }

    private static byte[] TurnedProfile()
    {
        // sRGB's primaries, adapted to D50.
        double[] red = [0.4361, 0.2225, 0.0139], green = [0.3851, 0.7169, 0.0971], blue = [0.1431, 0.0606, 0.7141];
        (string Tag, byte[] Data)[] tags =
        [
            ("rXYZ", Xyz(green)), ("gXYZ", Xyz(blue)), ("bXYZ", Xyz(red)),
            ("rTRC", Gamma1()), ("gTRC", Gamma1()), ("bTRC", Gamma1()), ("wtpt", Xyz([0.9642, 1, 0.8249])),
        ];
        var profile = new byte[132 + (12 * tags.Length) + tags.Sum(tag => tag.Data.Length)];
        BinaryPrimitives.WriteInt32BigEndian(profile, profile.Length);
        profile[8] = 2;
        "mntrRGB XYZ "u8.CopyTo(profile.AsSpan(12));
        "acsp"u8.CopyTo(profile.AsSpan(36));
        Xyz([0.9642, 1, 0.8249]).AsSpan(8).CopyTo(profile.AsSpan(68));
        BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(128), tags.Length);
        var (entry, offset) = (132, 132 + (12 * tags.Length));
        foreach (var (tag, data) in tags)
        {
            for (var i = 0; i < 4; i++)
            {
                profile[entry + i] = (byte)tag[i];
            }

            BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(entry + 4), offset);
            BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(entry + 8), data.Length);
            data.CopyTo(profile, offset);
            (entry, offset) = (entry + 12, offset + data.Length);
        }

        return profile;
    }

    private static byte[] Xyz(double[] value)
    {
        var data = new byte[20];
        "XYZ "u8.CopyTo(data);
        for (var i = 0; i < 3; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(8 + (4 * i)), (int)Math.Round(value[i] * 65_536));
        }

        return data;
    }

    // A curve without points is the identity.
    private static byte[] Gamma1() => [.. "curv"u8, 0, 0, 0, 0, 0, 0, 0, 0];
}
