using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using BelmAgent.Imaging.Colors;

namespace BelmAgent.Imaging.Codecs;

/// <summary>The size, text and colours that a PNG states before its pixels.</summary>
/// <param name="Width">Width in pixels, at least 1.</param>
/// <param name="Height">Height in pixels, at least 1.</param>
/// <param name="Text">Text by keyword; of a repeated keyword, the first.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record PngSummary(int Width, int Height, IReadOnlyDictionary<string, string> Text)
{
    /// <summary>Maximum bytes of text that are read; the rest is skipped, so that a small file cannot exhaust the memory.</summary>
    public const int MaxTextBytes = 16 * 1024 * 1024;

    // Each may have been decompressed up to the bound before it was found unreadable.
    private const int MaxFaults = 16;

    private readonly Lazy<ColorProfile?> _profile = new((ColorProfile?)null);

    private PngSummary(int width, int height, IReadOnlyDictionary<string, string> text, Lazy<ColorProfile?> profile)
        : this(width, height, text) => _profile = profile;

    /// <summary>Gets the embedded colour profile, decompressed on first use; null if there is none or it cannot be preserved.</summary>
    public ColorProfile? Profile => _profile.Value;

    /// <summary>Reads everything before the pixels.</summary>
    /// <param name="stream">
    /// The file, from its start; it need not be seekable. It is left open, positioned somewhere before the end of the pixels.
    /// </param>
    /// <param name="source">Path or name for error messages, if known.</param>
    /// <exception cref="ImageFormatException">The bytes are empty, not a PNG or truncated before the pixels, or a checksum is wrong.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static PngSummary Read(Stream stream, string? source = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> signature = stackalloc byte[PngContainer.Signature.Length];
        var count = stream.ReadAtLeast(signature, signature.Length, throwOnEndOfStream: false);
        if (!signature.SequenceEqual(PngContainer.Signature))
        {
            throw new ImageFormatException(count == 0 ? ImageFault.Empty : ImageFault.UnknownFormat, source);
        }

        var (type, data) = ReadChunk(stream, source);
        if (type != "IHDR" || data.Length != PngContainer.HeaderLength)
        {
            throw new ImageFormatException(ImageFault.Damaged, source);
        }

        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(4)));
        var (text, metadata) = (new Dictionary<string, string>(StringComparer.Ordinal), new PngMetadataReader());
        var (room, faults) = (MaxTextBytes, 0);
        for ((type, data) = ReadChunk(stream, source); type is not ("IDAT" or "IEND"); (type, data) = ReadChunk(stream, source))
        {
            metadata.Add(type, data);
            if (type is "tEXt" or "zTXt" or "iTXt" && faults < MaxFaults)
            {
                if (PngText.Parse(type, data, room) is var (keyword, value))
                {
                    room = Math.Max(room - value.Length, 0);
                    text.TryAdd(keyword, value);
                }
                else
                {
                    faults++;
                }
            }
        }

        return width > 0 && height > 0
            ? new PngSummary(width, height, text, new Lazy<ColorProfile?>(() => ColorProfile.Find(metadata.Icc)))
            : throw new ImageFormatException(ImageFault.Damaged, source);
    }

    /// <summary>Reads a chunk's type and data. Pixels, and chunks too long to be text, are returned empty, unread or skipped.</summary>
    private static (string Type, byte[] Data) ReadChunk(Stream stream, string? source)
    {
        Span<byte> head = stackalloc byte[8];
        ReadExactly(stream, head, source);
        var length = BinaryPrimitives.ReadUInt32BigEndian(head);
        var type = Encoding.Latin1.GetString(head[4..]);
        if (type == "IDAT")
        {
            return (type, []);
        }

        if (length > MaxTextBytes)
        {
            Skip(stream, length + sizeof(uint), source);
            return (type, []);
        }

        var data = new byte[length];
        Span<byte> checksum = stackalloc byte[sizeof(uint)];
        ReadExactly(stream, data, source);
        ReadExactly(stream, checksum, source);
        var crc = new Crc32();
        crc.Append(head[4..]);
        crc.Append(data);
        return BinaryPrimitives.ReadUInt32BigEndian(checksum) == crc.GetCurrentHashAsUInt32()
            ? (type, data)
            : throw new ImageFormatException(ImageFault.Damaged, source);
    }

    private static void Skip(Stream stream, long count, string? source)
    {
        var buffer = new byte[81_920];
        for (; count > 0; count -= buffer.Length)
        {
            ReadExactly(stream, buffer.AsSpan(0, (int)Math.Min(count, buffer.Length)), source);
        }
    }

    private static void ReadExactly(Stream stream, Span<byte> bytes, string? source)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new ImageFormatException(ImageFault.Damaged, source);
        }
    }
}
