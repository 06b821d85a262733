using System.Buffers.Binary;
using System.IO.Hashing;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Tests.Doubles;
using SkiaSharp;

namespace BelmAgent.Imaging.Tests.Codecs;

/// <summary>
/// Two thousand broken files: each becomes a picture or one of two errors, and files that Skia calls broken never become a picture,
/// except for a few WebP.
/// </summary>
public sealed class FuzzTests
{
    private const int FilesPerKind = 250;
    private static readonly ImageLimits Limits = new() { MaxPixels = 1_000_000 };

    public static TheoryData<string> Kinds =>
        ["png", "png palette", "png 16 bit", "jpeg", "jpeg progressive", "webp lossy", "webp lossless", "webp lossy with alpha"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Mutated_files_are_pictures_or_typed_errors(string kind)
    {
        var whole = Sample(kind);
        Assert.NotNull(Skia.Decode(whole));
        ImageCodec.Decode(whole);
        var random = new Random(kind.Length);
        var (taken, refused, disputed) = (0, 0, 0);
        for (var i = 0; i < FilesPerKind; i++)
        {
            var mutated = Mutate(whole, random);
            if (kind.StartsWith("png", StringComparison.Ordinal) && i % 2 == 0)
            {
                // The checksums would detect nearly all; half the files have corrected ones.
                Mend(mutated);
            }

            if (TryDecode(mutated) is { } image)
            {
                taken++;
                if (Skia.Decode(mutated) is { } second)
                {
                    Assert.Equal((second.Width, second.Height), (image.Width, image.Height));
                }
                else
                {
                    disputed++;
                }
            }
            else
            {
                refused++;
            }
        }

        // WebP has no checksums, and ImageSharp tolerates faults of its bit streams that leave every pixel defined.
        Assert.InRange(disputed, 0, kind.StartsWith("webp", StringComparison.Ordinal) ? FilesPerKind / 100 : 0);
        Assert.True(taken > 0 && refused > 0, $"{taken} files were taken and {refused} refused.");
    }

    private static byte[] Sample(string kind)
    {
        var (noise, smooth) = (TestImages.Noise(24, 20, seed: 8), TestImages.Smooth(40, 24));
        return kind switch
        {
            "png" => ImageCodec.EncodePng(noise, new Dictionary<string, string> { ["belm"] = new string('r', 2000) }),
            "png palette" => new PngBuilder(9, 3, PngBuilder.Palette, bitDepth: 4)
                .Chunk("PLTE", [.. Enumerable.Range(0, 48).Select(i => (byte)(i * 5))])
                .Chunk("tRNS", 255, 0, 128)
                .Rows([0x01, 0x23, 0x45, 0x67, 0x80], [0x9A, 0xBC, 0xDE, 0xF0, 0x10], [0x11, 0x11, 0x22, 0x22, 0x30])
                .End(),
            "png 16 bit" => new PngBuilder(4, 2, PngBuilder.Rgba, bitDepth: 16)
                .Chunk("gAMA", 0, 1, 0x86, 0xA0)
                .Rows([.. noise.Pixels[..32]], [.. noise.Pixels[32..64]])
                .End(),
            "jpeg" => ImageCodec.EncodeJpeg(smooth),
            "jpeg progressive" => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "progressive.jpg")),
            "webp lossy" => Skia.Encode(smooth, SKEncodedImageFormat.Webp),
            "webp lossless" => Skia.EncodeLosslessWebp(smooth, alphaSeed: 1),
            _ => Skia.Encode(smooth, SKEncodedImageFormat.Webp, alphaSeed: 2),
        };
    }

    private static byte[] Mutate(byte[] whole, Random random)
    {
        var bytes = whole.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(bytes.Count);
            var count = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = random.Next(2) == 0 ? byte.MinValue : byte.MaxValue;
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count > count ? count : 0);
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - count + 1), count));
                    break;
                case 5:
                    bytes.RemoveRange(at + 1, bytes.Count - at - 1);
                    break;
                default:
                    bytes.InsertRange(at, Enumerable.Range(0, count).Select(_ => (byte)random.Next(256)).ToList());
                    break;
            }
        }

        return [.. bytes];
    }

    private static void Mend(byte[] png)
    {
        for (var at = 8; at + 12 <= png.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at));
            if (length > png.Length - at - 12)
            {
                return;
            }

            var typed = png.AsSpan(at + 4, (int)length + 4);
            BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(at + 8 + (int)length), Crc32.HashToUInt32(typed));
            at += 12 + (int)length;
        }
    }

    private static RgbImage? TryDecode(byte[] encoded)
    {
        try
        {
            return ImageCodec.Decode(encoded, Limits);
        }
        catch (Exception exception) when (exception is ImageFormatException or BelmException { Code: "image_too_large" })
        {
            return null;
        }
    }
}
