namespace BelmAgent.Host.Tests.EndToEnd;

/// <summary>The checksum of a PNG chunk (ISO 3309), bit by bit.</summary>
internal static class PngCrc
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}
