using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Imaging.Png;

/// <summary>International text (iTXt) in PNG files, which codec libraries drop.</summary>
/// <remarks>Stateless; safe to call from any thread.</remarks>
public static class PngTextChunks
{
    /// <summary>Longest text that is read, in bytes; a longer one is passed over, so that a small file cannot fill the memory.</summary>
    public const int MaxTextBytes = 16 * 1024 * 1024;

    private const int HeaderLength = 13;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Returns a PNG with text added, right after its header, where a reader finds it without passing the pixels.</summary>
    /// <param name="png">A whole PNG file.</param>
    /// <param name="text">Text by keyword. A keyword has 1 to 79 printable Latin-1 characters, no space at either end or twice in a row.</param>
    /// <exception cref="ArgumentException">A keyword is not allowed, or a text has a NUL or an unpaired surrogate.</exception>
    /// <exception cref="ImageFormatException">The bytes are not a PNG.</exception>
    public static byte[] Insert(ReadOnlySpan<byte> png, IReadOnlyDictionary<string, string> text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var afterHeader = PngFormat.Signature.Length + PngFormat.ChunkOverhead + HeaderLength;
        if (!png.StartsWith(PngFormat.Signature) || png.Length < afterHeader)
        {
            throw new ImageFormatException(ImageFault.UnknownFormat, source: null);
        }

        using var result = new MemoryStream(png.Length + 1024);
        result.Write(png[..afterHeader]);
        foreach (var (keyword, value) in text)
        {
            PngFormat.WriteChunk(result, "iTXt"u8, Compose(keyword, value));
        }

        result.Write(png[afterHeader..]);
        return result.ToArray();
    }

    /// <summary>Reads a PNG's size and the text before its pixels (iTXt, also compressed, and tEXt).</summary>
    /// <param name="stream">The file, from its start; it need not seek. It is left open, somewhere before the pixels' end.</param>
    /// <param name="source">Path or name for error messages, if known.</param>
    /// <exception cref="ImageFormatException">The bytes are empty, not a PNG, cut off before the pixels, or a checksum is wrong.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static PngSummary Read(Stream stream, string? source = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> signature = stackalloc byte[PngFormat.Signature.Length];
        var count = stream.ReadAtLeast(signature, signature.Length, throwOnEndOfStream: false);
        if (!signature.SequenceEqual(PngFormat.Signature))
        {
            throw new ImageFormatException(count == 0 ? ImageFault.Empty : ImageFault.UnknownFormat, source);
        }

        var (type, data) = ReadChunk(stream, source);
        if (type != "IHDR" || data.Length != HeaderLength)
        {
            throw new ImageFormatException(ImageFault.Damaged, source);
        }

        var width = BinaryPrimitives.ReadInt32BigEndian(data);
        var height = BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(4));
        var text = new Dictionary<string, string>(StringComparer.Ordinal);
        for ((type, data) = ReadChunk(stream, source); type is not ("IDAT" or "IEND"); (type, data) = ReadChunk(stream, source))
        {
            if (Parse(type, data) is var (keyword, value))
            {
                text.TryAdd(keyword, value);
            }
        }

        return width > 0 && height > 0
            ? new PngSummary(width, height, text)
            : throw new ImageFormatException(ImageFault.Damaged, source);
    }

    private static byte[] Compose(string keyword, string value)
    {
        if (!IsKeyword(keyword))
        {
            throw new ArgumentException($"'{keyword}' is not a PNG keyword: use 1 to 79 printable Latin-1 characters.", nameof(keyword));
        }

        if (value.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("PNG text cannot contain the NUL character.", nameof(value));
        }

        // keyword, NUL, compression flag and method, empty language tag, NUL, empty translated keyword, NUL, UTF-8 text
        return [.. Encoding.Latin1.GetBytes(keyword), 0, 0, 0, 0, 0, .. StrictUtf8.GetBytes(value)];
    }

    private static bool IsKeyword(string keyword) =>
        keyword.Length is >= 1 and <= 79
        && keyword.All(static c => c is (>= ' ' and <= '~') or (>= '\u00A1' and <= '\u00FF'))
        && keyword[0] != ' ' && keyword[^1] != ' ' && !keyword.Contains("  ", StringComparison.Ordinal);

    /// <summary>Reads a chunk's type and data; pixels and what is too long to be text come back empty and unread or skipped.</summary>
    private static (string Type, byte[] Data) ReadChunk(Stream stream, string? source)
    {
        Span<byte> head = stackalloc byte[8];
        PngFormat.ReadExactly(stream, head, source);
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
        Span<byte> crc = stackalloc byte[sizeof(uint)];
        PngFormat.ReadExactly(stream, data, source);
        PngFormat.ReadExactly(stream, crc, source);
        return BinaryPrimitives.ReadUInt32BigEndian(crc) == PngFormat.Crc(head[4..], data)
            ? (type, data)
            : throw new ImageFormatException(ImageFault.Damaged, source);
    }

    private static void Skip(Stream stream, long count, string? source)
    {
        var buffer = new byte[81_920];
        for (; count > 0; count -= buffer.Length)
        {
            PngFormat.ReadExactly(stream, buffer.AsSpan(0, (int)Math.Min(count, buffer.Length)), source);
        }
    }

    /// <summary>The keyword and text of a text chunk; null for any other chunk and for text that cannot be read.</summary>
    private static (string Keyword, string Value)? Parse(string type, ReadOnlySpan<byte> data)
    {
        var end = data.IndexOf((byte)0);
        if (end < 1 || type is not ("iTXt" or "tEXt"))
        {
            return null;
        }

        var keyword = Encoding.Latin1.GetString(data[..end]);
        data = data[(end + 1)..];
        if (type == "tEXt")
        {
            return (keyword, Encoding.Latin1.GetString(data));
        }

        if (data.Length < 2)
        {
            return null;
        }

        var isCompressed = data[0] == 1;
        data = data[2..];
        for (var field = 0; field < 2; field++)
        {
            end = data.IndexOf((byte)0);
            if (end < 0)
            {
                return null;
            }

            data = data[(end + 1)..];
        }

        return Decode(data, isCompressed) is { } value ? (keyword, value) : null;
    }

    private static string? Decode(ReadOnlySpan<byte> bytes, bool isCompressed)
    {
        try
        {
            return StrictUtf8.GetString(isCompressed ? Inflate(bytes) : bytes);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidDataException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<byte> Inflate(ReadOnlySpan<byte> bytes)
    {
        using var inflater = new ZLibStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
        var buffer = new byte[81_920];
        using var text = new MemoryStream();
        for (int count; (count = inflater.Read(buffer)) > 0;)
        {
            text.Write(buffer, 0, count);
            if (text.Length > MaxTextBytes)
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The text has more than {MaxTextBytes} bytes."));
            }
        }

        return text.ToArray();
    }
}
