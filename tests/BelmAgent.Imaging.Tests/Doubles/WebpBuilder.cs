using System.Buffers.Binary;
using System.Text;

namespace BelmAgent.Imaging.Tests.Doubles;

/// <summary>Writes extended WebP files chunk by chunk, independently of the code under test.</summary>
internal sealed class WebpBuilder
{
    private readonly List<byte> _bytes = [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBP"u8];

    public WebpBuilder(int width, int height, byte flags)
    {
        var header = new byte[10];
        header[0] = flags;
        Write24(header, 4, width - 1);
        Write24(header, 7, height - 1);
        Chunk("VP8X", header);
    }

    public WebpBuilder Chunk(string type, params byte[] data)
    {
        _bytes.AddRange(Encoded(type, data));
        return this;
    }

    /// <summary>Adds the pixel chunks of a simple file.</summary>
    public WebpBuilder Pixels(byte[] webp)
    {
        _bytes.AddRange(webp.AsSpan(12).ToArray());
        return this;
    }

    /// <summary>Adds a frame of an animation, at even coordinates.</summary>
    public WebpBuilder Frame(int x, int y, int width, int height, byte[] webp)
    {
        var header = new byte[16];
        Write24(header, 0, x / 2);
        Write24(header, 3, y / 2);
        Write24(header, 6, width - 1);
        Write24(header, 9, height - 1);
        return Chunk("ANMF", [.. header, .. webp.AsSpan(12)]);
    }

    public byte[] End()
    {
        var bytes = _bytes.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        return bytes;
    }

    private static byte[] Encoded(string type, byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        return [.. Encoding.ASCII.GetBytes(type), .. length, .. data, .. new byte[data.Length % 2]];
    }

    private static void Write24(byte[] bytes, int at, int value) =>
        (bytes[at], bytes[at + 1], bytes[at + 2]) = ((byte)value, (byte)(value >> 8), (byte)(value >> 16));
}
