namespace BelmAgent.Imaging.Tests.Doubles;

/// <summary>Puts an EXIF block into a JPEG file.</summary>
internal static class JpegExif
{
    /// <summary>Adds the orientation (1 to 8) and a GPS directory with the latitude reference "N".</summary>
    public static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        byte[] tiff =
        [
            (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, // big endian, first directory at 8
            0, 2, // two entries
            0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, // orientation, short
            0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38, // GPS directory at 38
            0, 0, 0, 0, // no next directory
            0, 1, 0, 1, 0, 2, 0, 0, 0, 2, (byte)'N', 0, 0, 0, 0, 0, 0, 0, // GPSLatitudeRef = "N"
        ];
        return WithBlock(jpeg, [.. "Exif\0\0"u8, .. tiff]);
    }

    /// <summary>Adds an APP1 segment, in front of all others.</summary>
    public static byte[] WithBlock(byte[] jpeg, byte[] block)
    {
        var length = block.Length + 2;
        return [0xFF, 0xD8, 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. block, .. jpeg.AsSpan(2)];
    }
}
