using System.Buffers.Binary;
using System.Text;
using BelmAgent.Imaging.Colors;
using SixLabors.ImageSharp.Formats.Webp;
using static BelmAgent.Imaging.Codecs.ContainerFault;

namespace BelmAgent.Imaging.Codecs;

/// <summary>The container of a WebP (RFC 9649): RIFF chunks of type, length and data, padded to even lengths.</summary>
internal static class WebpContainer
{
    public const int HeaderLength = 12;
    private const int ChunkHeaderLength = 8;
    private const int FrameHeaderLength = 16;
    private const int FrameTagLength = 10;
    private const byte AlphaFlag = 0x10;

    private static readonly byte[] Padding = [.. Enumerable.Repeat(byte.MaxValue, 64)];

    /// <summary>Returns whether a file starts as a WebP does.</summary>
    public static bool IsStart(ReadOnlySpan<byte> start) =>
        start.Length >= HeaderLength && start.StartsWith("RIFF"u8) && start[8..].StartsWith("WEBP"u8);

    /// <summary>Reads the container; of an animation, the first frame.</summary>
    /// <exception cref="InvalidDataException">The file is truncated or damaged.</exception>
    /// <exception cref="BelmException"><c>image_too_large</c>: the picture exceeds the limits.</exception>
    public static PictureFile Open(ReadOnlyMemory<byte> file, DecodingContext context)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(file.Span[4..]);
        Require(length >= 4 && length <= file.Length - ChunkHeaderLength, "The file is shorter than it says.");
        var chunks = Chunks(file.Slice(HeaderLength, (int)length - 4), context.CancellationToken);
        Require(chunks.Count > 0, "The file has no chunk.");
        if (chunks[0].Type != "VP8X")
        {
            return Still(chunks[..1], context);
        }

        var header = chunks[0].Data.Span;
        Require(header.Length >= 10, "The header is cut off.");
        var canvas = (Width: U24(header[4..]) + 1, Height: U24(header[7..]) + 1);
        context.Limits.ThrowIfTooLarge(canvas.Width, canvas.Height, context.Source);
        var frame = chunks.Find(chunk => chunk.Type == "ANMF").Data;
        var picture = frame.IsEmpty ? Still(chunks, context) : Frame(frame, canvas, context);
        Require(frame.IsEmpty ? (picture.Width, picture.Height) == canvas : picture.Place is not null, "The pixels are not as large as the header says.");
        return picture with
        {
            Orientation = chunks.Where(chunk => chunk.Type == "EXIF").Select(chunk => ExifOrientation.Find(chunk.Data.Span)).FirstOrDefault() ?? 1,
            Icc = chunks.Find(chunk => chunk.Type == "ICCP").Data is { Length: <= ColorProfile.MaxBytes } icc ? icc : default,
        };
    }

    private static PictureFile Frame(ReadOnlyMemory<byte> frame, (int Width, int Height) canvas, DecodingContext context)
    {
        Require(frame.Length > FrameHeaderLength, "A frame is cut off.");
        var (x, y) = (2 * U24(frame.Span), 2 * U24(frame.Span[3..]));
        var picture = Still(Chunks(frame[FrameHeaderLength..], context.CancellationToken), context);
        Require(
            (picture.Width, picture.Height) == (U24(frame.Span[6..]) + 1, U24(frame.Span[9..]) + 1)
            && x + picture.Width <= canvas.Width && y + picture.Height <= canvas.Height,
            "A frame lies outside its canvas.");
        return picture with { Place = new FramePlace(x, y, canvas.Width, canvas.Height) };
    }

    /// <summary>Reads one picture: its pixels, preceded by its transparency if they are lossy.</summary>
    private static PictureFile Still(List<Chunk> chunks, DecodingContext context)
    {
        var pixels = chunks.Find(chunk => chunk.Type is "VP8 " or "VP8L");
        Require(pixels.Type is not null, "There are no pixels.");
        var alpha = pixels.Type == "VP8 " ? chunks.Find(chunk => chunk.Type == "ALPH") : default;
        var (width, height, hasAlpha) = pixels.Type == "VP8L" ? Lossless(pixels.Data.Span) : Lossy(pixels.Data.Span);
        context.Limits.ThrowIfTooLarge(width, height, context.Source);
        return new PictureFile
        {
            Decoder = new WebpDecoder { IgnoreMetadata = true },
            Width = width,
            Height = height,
            Parts = File([alpha, pixels]),
            Probe = File([Padded(alpha), Padded(pixels)]),
            HasAlpha = hasAlpha || alpha.Type is not null,
        };

        ReadOnlyMemory<byte>[] File(Chunk[] chunks)
        {
            ReadOnlyMemory<byte>[] parts = [.. alpha.Type is null ? [] : Extended(width, height), .. chunks.Where(chunk => chunk.Type is not null).SelectMany(chunk => chunk.Encoded())];
            return [Riff(parts.Sum(part => part.Length)), .. parts];
        }
    }

    /// <summary>
    /// Returns the chunk with other bytes after its data, and after the first partition of VP8, whose length is in the frame's tag.
    /// </summary>
    private static Chunk Padded(Chunk chunk)
    {
        if (chunk.Type != "VP8 ")
        {
            return chunk with { Data = (byte[])[.. chunk.Data.Span, .. Padding] };
        }

        var (tag, first) = (U24(chunk.Data.Span), FrameTagLength + (U24(chunk.Data.Span) >> 5));
        byte[] padded = [.. chunk.Data.Span[..first], .. Padding, .. chunk.Data.Span[first..], .. Padding];
        tag += Padding.Length << 5;
        (padded[0], padded[1], padded[2]) = ((byte)tag, (byte)(tag >> 8), (byte)(tag >> 16));
        return tag < 1 << 24 ? chunk with { Data = padded } : chunk;
    }

    private static (int Width, int Height, bool HasAlpha) Lossless(ReadOnlySpan<byte> data)
    {
        Require(data.Length > 5 && data[0] == 0x2F, "The pixels are broken.");
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
        Require(bits >> 29 == 0, "The pixels are of a later version.");
        return ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1, ((bits >> 28) & 1) != 0);
    }

    /// <summary>Reads a VP8 key frame (RFC 6386, 9.1), whose partitions must be present.</summary>
    private static (int Width, int Height, bool HasAlpha) Lossy(ReadOnlySpan<byte> data)
    {
        Require(data.Length > 10 && (data[0] & 1) == 0 && data[3..].StartsWith<byte>([0x9D, 0x01, 0x2A]), "The pixels are broken.");
        var (width, height) = (BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF);
        Require(width > 0 && height > 0 && U24(data) >> 5 <= data.Length - FrameTagLength, "The pixels are broken.");
        var first = U24(data) >> 5;
        Vp8Header.CheckPartitions(data.Slice(FrameTagLength, first), data[(FrameTagLength + first)..]);
        return (width, height, false);
    }

    private static List<Chunk> Chunks(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var chunks = new List<Chunk>();
        while (!data.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Require(data.Length >= ChunkHeaderLength, "A chunk is cut off.");
            var length = BinaryPrimitives.ReadUInt32LittleEndian(data.Span[4..]);
            Require(length <= data.Length - ChunkHeaderLength, "A chunk is longer than the file.");
            var padded = Math.Min(ChunkHeaderLength + (int)length + (int)(length & 1), data.Length);
            chunks.Add(new(Encoding.Latin1.GetString(data.Span[..4]), data.Slice(ChunkHeaderLength, (int)length)));
            data = data[padded..];
        }

        return chunks;
    }

    private static byte[] Riff(int length)
    {
        byte[] riff = [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBP"u8];
        BinaryPrimitives.WriteInt32LittleEndian(riff.AsSpan(4), length + 4);
        return riff;
    }

    private static ReadOnlyMemory<byte>[] Extended(int width, int height)
    {
        byte[] chunk = [.. "VP8X"u8, 10, 0, 0, 0, AlphaFlag, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(12), width - 1);
        BinaryPrimitives.WriteUInt16LittleEndian(chunk.AsSpan(15), (ushort)(height - 1));
        return [chunk];
    }

    private static int U24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    private readonly record struct Chunk(string Type, ReadOnlyMemory<byte> Data)
    {
        public ReadOnlyMemory<byte>[] Encoded()
        {
            byte[] header = [.. Encoding.Latin1.GetBytes(Type), 0, 0, 0, 0];
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), Data.Length);
            return [header, Data, new byte[Data.Length & 1]];
        }
    }
}
