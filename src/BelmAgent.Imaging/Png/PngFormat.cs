using System.Buffers.Binary;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Imaging.Png;

/// <summary>The container under a PNG: a signature, then chunks of length, type, data and CRC.</summary>
internal static class PngFormat
{
    public const int ChunkOverhead = 12;

    private static readonly uint[] CrcTable = MakeCrcTable();

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes one chunk.</summary>
    public static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(type, data));
        stream.Write(number);
    }

    /// <summary>The CRC-32 over a chunk's type and data (PNG, annex D).</summary>
    public static uint Crc(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) =>
        ~Update(Update(uint.MaxValue, type), data);

    /// <summary>Reads exactly as many bytes as the span has.</summary>
    /// <exception cref="ImageFormatException">The stream ends before.</exception>
    public static void ReadExactly(Stream stream, Span<byte> bytes, string? source)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new ImageFormatException(ImageFault.Damaged, source);
        }
    }

    private static uint Update(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            crc = CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var n = 0u; n < table.Length; n++)
        {
            var c = n;
            for (var bit = 0; bit < 8; bit++)
            {
                c = (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
            }

            table[n] = c;
        }

        return table;
    }
}
