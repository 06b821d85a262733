using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using SixLabors.ImageSharp.Formats.Png;
using static BelmAgent.Imaging.Codecs.ContainerFault;

namespace BelmAgent.Imaging.Codecs;

/// <summary>The container of a PNG (third edition): a signature, then chunks of length, type, data and CRC, up to IEND.</summary>
internal static class PngContainer
{
    public const int HeaderLength = 13;
    private const int ChunkOverhead = 12;
    private const byte Palette = 3;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Reads the container. Every checksum is verified, as is that there are pixels for the whole picture.</summary>
    /// <exception cref="InvalidDataException">The file is truncated or damaged.</exception>
    /// <exception cref="BelmException"><c>image_too_large</c>: the picture exceeds the limits.</exception>
    public static PictureFile Open(ReadOnlyMemory<byte> file, DecodingContext context)
    {
        var (type, whole, data) = Next(file[Signature.Length..]);
        Require(type == "IHDR" && data.Length == HeaderLength, "There is no header.");
        var header = PngHeader.Parse(data.Span);
        context.Limits.ThrowIfTooLarge(header.Width, header.Height, context.Source);

        var metadata = new PngMetadataReader();
        List<ReadOnlyMemory<byte>> parts = [file[..Signature.Length], whole], pixels = [];
        var (hasPalette, hasTransparency, last) = (false, false, "IHDR");
        for (var at = Signature.Length + whole.Length; type != "IEND"; at += whole.Length)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            last = type;
            (type, whole, data) = Next(file[at..]);
            switch (type)
            {
                case "IDAT":
                    Require(pixels.Count == 0 || last == "IDAT", "The pixels are not in one piece.");
                    pixels.Add(data);
                    break;
                case "PLTE":
                    Require(!hasPalette && pixels.Count == 0 && data.Length % 3 == 0 && data.Length is > 0 and <= 768, "The palette is broken.");
                    hasPalette = true;
                    break;
                case "tRNS" when pixels.Count == 0:
                    hasTransparency = true;
                    break;
                case "IEND":
                    break;
                default:
                    Require(char.IsAsciiLetterLower(type[0]), "A chunk that must be understood is unknown.");
                    metadata.Add(type, data);
                    continue;
            }

            parts.Add(whole);
        }

        Require(hasPalette || header.ColorType != Palette, "There is no palette.");
        VerifyPixels(pixels, header, context.CancellationToken);
        return new PictureFile
        {
            Decoder = new PngDecoder { IgnoreMetadata = true },
            Width = header.Width,
            Height = header.Height,
            Parts = parts,
            HasAlpha = header.HasAlpha || hasTransparency,
            IsDeep = header.Depth == 16,
            IsGrey = header.IsGrey,
            Orientation = metadata.Orientation,
            Icc = metadata.Icc,
            Gamma = metadata.Gamma,
        };
    }

    /// <summary>Inserts a chunk right after the header.</summary>
    public static byte[] Insert(ReadOnlySpan<byte> png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var afterHeader = Signature.Length + ChunkOverhead + HeaderLength;
        var chunk = new byte[ChunkOverhead + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + data.Length)));
        return [.. png[..afterHeader], .. chunk, .. png[afterHeader..]];
    }

    private static (string Type, ReadOnlyMemory<byte> Whole, ReadOnlyMemory<byte> Data) Next(ReadOnlyMemory<byte> rest)
    {
        Require(rest.Length >= ChunkOverhead, "The file ends before its end chunk.");
        var span = rest.Span;
        var length = BinaryPrimitives.ReadUInt32BigEndian(span);
        Require(length <= rest.Length - ChunkOverhead, "A chunk is longer than the file.");
        var typed = span.Slice(4, 4 + (int)length);
        Require(Crc32.HashToUInt32(typed) == BinaryPrimitives.ReadUInt32BigEndian(span[(8 + (int)length)..]), "A checksum is wrong.");
        var type = Encoding.Latin1.GetString(typed[..4]);
        Require(type.All(char.IsAsciiLetter), "A chunk's type is not one.");
        return (type, rest[..(ChunkOverhead + (int)length)], rest.Slice(8, (int)length));
    }

    /// <summary>Decompresses the pixels once to count them: the decoder would silently leave missing pixels black.</summary>
    private static void VerifyPixels(List<ReadOnlyMemory<byte>> pixels, PngHeader header, CancellationToken cancellationToken)
    {
        using var inflater = new ZLibStream(new PartsStream(pixels, cancellationToken), CompressionMode.Decompress);
        var buffer = new byte[81_920];
        for (var missing = header.RawLength; missing > 0;)
        {
            var count = inflater.Read(buffer.AsSpan(0, (int)Math.Min(missing, buffer.Length)));
            Require(count > 0, "Pixels are missing.");
            missing -= count;
        }
    }

    /// <summary>The IHDR chunk.</summary>
    private readonly record struct PngHeader(int Width, int Height, byte Depth, byte ColorType, bool IsInterlaced)
    {
        // Adam7: first column and row, and the steps between columns and rows, of the seven passes.
        private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
            [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

        public bool IsGrey => ColorType is 0 or 4;

        public bool HasAlpha => ColorType is 4 or 6;

        /// <summary>Gets the decompressed size in bytes of all rows with their filter bytes.</summary>
        public long RawLength
        {
            get
            {
                var (width, height, bits) = (Width, Height, Depth * (ColorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 }));
                return IsInterlaced
                    ? Passes.Sum(pass => Rows(Count(width, pass.X, pass.StepX), Count(height, pass.Y, pass.StepY)))
                    : Rows(width, height);

                long Rows(long columns, long rows) => columns == 0 ? 0 : rows * (1 + (((columns * bits) + 7) / 8));

                static int Count(int length, int first, int step) => (length - first + step - 1) / step;
            }
        }

        public static PngHeader Parse(ReadOnlySpan<byte> data)
        {
            var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
            var (depth, colorType) = (data[8], data[9]);
            var isKind = (colorType, depth) is (0, 1 or 2 or 4 or 8 or 16) or (Palette, 1 or 2 or 4 or 8) or (2 or 4 or 6, 8 or 16);
            Require(width is > 0 and <= int.MaxValue && height is > 0 and <= int.MaxValue, "A side is not positive.");
            Require(isKind && data[10] == 0 && data[11] == 0 && data[12] <= 1, "The header states what there is not.");
            return new((int)width, (int)height, depth, colorType, data[12] == 1);
        }
    }
}
