using System.Buffers.Binary;
using System.Text.Json;

namespace BelmAgent.Editing.Inversions;

/// <summary>A safetensors file: named tensors and a map of text. The files can be read by Python's <c>safetensors</c>.</summary>
/// <remarks>
/// Layout: header length (8 bytes, little endian), header (JSON), then the tensors' bytes without gaps. Immutable by convention; safe
/// to share between threads.
/// </remarks>
/// <param name="tensors">Tensors by name; <c>__metadata__</c> is not allowed as a name.</param>
/// <param name="metadata">Text by key.</param>
public sealed class SafetensorsFile(
    IReadOnlyDictionary<string, SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata)
{
    private const int LengthBytes = sizeof(ulong);
    private const int Alignment = 8;

    /// <summary>Gets the tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsTensor> Tensors { get; } = tensors;

    /// <summary>Gets the text by key.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; } = metadata;

    /// <summary>Writes the file, each tensor aligned to its elements.</summary>
    /// <param name="stream">Receives the bytes; it is left open.</param>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);

        // Widest elements first, like the reference writer, so that no tensor needs padding before it.
        var ordered = Tensors
            .OrderByDescending(tensor => SafetensorsHeader.ElementSize(tensor.Value.Type))
            .ThenBy(tensor => tensor.Key, StringComparer.Ordinal)
            .ToList();
        var header = SafetensorsHeader.Compose(ordered, Metadata);
        var padding = (Alignment - (header.Length % Alignment)) % Alignment;
        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length + padding);
        stream.Write(length);
        stream.Write(header);
        stream.Write("        "u8[..padding]);
        foreach (var (_, tensor) in ordered)
        {
            WriteElements(stream, tensor);
        }
    }

    /// <summary>Reads an entire file.</summary>
    /// <param name="stream">A seekable stream, positioned at the file's start.</param>
    /// <param name="source">Path or name for error messages, if known.</param>
    /// <exception cref="InversionFormatException">The file violates the format or contains an unsupported type.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static SafetensorsFile Read(Stream stream, string? source = null)
    {
        var header = ReadHeader(stream, source);
        var tensors = new Dictionary<string, SafetensorsTensor>(StringComparer.Ordinal);
        foreach (var entry in header.Entries)
        {
            var tensor = SafetensorsTensor.Zeros(entry.Type, entry.Shape, entry.Count);
            if (stream.ReadAtLeast(tensor.Bytes, tensor.Bytes.Length, throwOnEndOfStream: false) < tensor.Bytes.Length)
            {
                throw new InversionFormatException(InversionFault.Truncated, "it ends within its tensors", source);
            }

            ReverseIfBigEndian(tensor.Bytes, entry.Type);
            tensors.Add(entry.Name, tensor);
        }

        return new SafetensorsFile(tensors, header.Metadata);
    }

    /// <summary>Reads only the map of text; the tensors are checked against the file's length but not read.</summary>
    /// <param name="stream">A seekable stream, positioned at the file's start.</param>
    /// <param name="source">Path or name for error messages, if known.</param>
    /// <exception cref="InversionFormatException">The file violates the format or contains an unsupported type.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(Stream stream, string? source = null) =>
        ReadHeader(stream, source).Metadata;

    private static SafetensorsHeader ReadHeader(Stream stream, string? source)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> prefix = stackalloc byte[LengthBytes];
        if (stream.ReadAtLeast(prefix, LengthBytes, throwOnEndOfStream: false) < LengthBytes)
        {
            throw new InversionFormatException(InversionFault.Truncated, "it has fewer than 8 bytes", source);
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > SafetensorsHeader.MaxBytes)
        {
            throw new InversionFormatException(InversionFault.HeaderTooLong, $"its header claims {length} bytes", source);
        }

        var rest = stream.Length - stream.Position - (long)length;
        if (rest < 0)
        {
            throw new InversionFormatException(InversionFault.Truncated, "it ends within its header", source);
        }

        var header = new byte[length];
        stream.ReadExactly(header);
        try
        {
            return SafetensorsHeader.Parse(header, rest, source);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The parser finds invalid UTF-8 and unpaired surrogates only when the text is read, and then not as a JsonException.
            throw new InversionFormatException(InversionFault.InvalidHeader, "its header is not JSON", source, exception);
        }
    }

    private static void WriteElements(Stream stream, SafetensorsTensor tensor)
    {
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(tensor.Bytes);
            return;
        }

        var bytes = tensor.Bytes.ToArray();
        ReverseIfBigEndian(bytes, tensor.Type);
        stream.Write(bytes);
    }

    private static void ReverseIfBigEndian(Span<byte> bytes, SafetensorsType type)
    {
        for (var size = SafetensorsHeader.ElementSize(type); !BitConverter.IsLittleEndian && !bytes.IsEmpty; bytes = bytes[size..])
        {
            bytes[..size].Reverse();
        }
    }
}
