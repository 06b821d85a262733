using System.IO.Compression;

namespace BelmAgent.Imaging.Codecs;

/// <summary>Compresses with zlib, and decompresses within a bound, since a small file can expand enormously.</summary>
internal static class Zlib
{
    /// <summary>Compresses bytes.</summary>
    public static byte[] Deflate(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var deflater = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            deflater.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>Decompresses zlib data; returns null if it is damaged or larger than allowed.</summary>
    public static byte[]? TryInflate(ReadOnlySpan<byte> packed, int maxBytes)
    {
        using var inflater = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
        using var result = new MemoryStream();
        var buffer = new byte[81_920];
        try
        {
            for (int count; (count = inflater.Read(buffer)) > 0;)
            {
                result.Write(buffer, 0, count);
                if (result.Length > maxBytes)
                {
                    return null;
                }
            }
        }
        catch (InvalidDataException)
        {
            return null;
        }

        return result.ToArray();
    }
}
