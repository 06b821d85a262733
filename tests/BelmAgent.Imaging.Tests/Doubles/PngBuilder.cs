using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace BelmAgent.Imaging.Tests.Doubles;

/// <summary>Writes PNG files chunk by chunk, independently of the code under test.</summary>
internal sealed class PngBuilder
{
    public const byte Grey = 0;
    public const byte Rgb = 2;
    public const byte Palette = 3;
    public const byte GreyAlpha = 4;
    public const byte Rgba = 6;

    private readonly List<byte> _bytes = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public PngBuilder(int width, int height, byte colorType, byte bitDepth = 8, bool isInterlaced = false)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (bitDepth, colorType, (byte)(isInterlaced ? 1 : 0));
        Chunk("IHDR", header);
    }

    public PngBuilder Chunk(string type, params byte[] data)
    {
        var typed = (byte[])[.. Encoding.ASCII.GetBytes(type), .. data];
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        _bytes.AddRange(number);
        _bytes.AddRange(typed);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(typed));
        _bytes.AddRange(number);
        return this;
    }

    /// <summary>Adds unfiltered, compressed scanlines.</summary>
    public PngBuilder Rows(params byte[][] rows) => Chunk("IDAT", Compress([.. rows.SelectMany(row => row.Prepend((byte)0))]));

    public byte[] End() => [.. Chunk("IEND")._bytes];

    public static byte[] Compress(byte[] data)
    {
        using var result = new MemoryStream();
        using (var zlib = new ZLibStream(result, CompressionLevel.Optimal))
        {
            zlib.Write(data);
        }

        return result.ToArray();
    }

    /// <summary>Returns the types of a file's chunks, in order.</summary>
    public static List<string> ChunkTypes(byte[] png)
    {
        var types = new List<string>();
        for (var at = 8; at < png.Length; at += 12 + BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at)))
        {
            types.Add(Encoding.ASCII.GetString(png, at + 4, 4));
        }

        return types;
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320u;
            }
        }

        return ~crc;
    }
}
