using System.Buffers.Binary;

namespace BelmAgent.Imaging.Codecs;

/// <summary>Finds the orientation in an EXIF block (CIPA DC-008, tag 0x0112 of the first directory).</summary>
internal static class ExifOrientation
{
    private const ushort Tag = 0x0112;
    private const int EntryLength = 12;

    private static ReadOnlySpan<byte> Prefix => "Exif\0\0"u8;

    /// <summary>Reads the orientation. Writers disagree on the prefix and on the number's type, so all variants are accepted.</summary>
    /// <param name="exif">The block, with or without the prefix that JPEG puts before it.</param>
    /// <returns>1 to 8; null if the block is broken or has no orientation.</returns>
    public static int? Find(ReadOnlySpan<byte> exif)
    {
        var tiff = exif.StartsWith(Prefix) ? exif[Prefix.Length..] : exif;
        var isLittle = tiff.StartsWith("II*\0"u8);
        if (tiff.Length < 8 || (!isLittle && !tiff.StartsWith("MM\0*"u8)))
        {
            return null;
        }

        var directory = U32(tiff[4..], isLittle);
        if (directory > tiff.Length - 2)
        {
            return null;
        }

        var entries = tiff[(int)directory..];
        var count = U16(entries, isLittle);
        entries = entries[2..];
        for (; count > 0 && entries.Length >= EntryLength; count--, entries = entries[EntryLength..])
        {
            if (U16(entries, isLittle) == Tag)
            {
                return Value(entries, isLittle) is { } value and >= 1 and <= 8 ? (int)value : null;
            }
        }

        return null;
    }

    // BYTE, SHORT, LONG and their signed twins; a single value is stored in the entry itself, left-aligned.
    private static uint? Value(ReadOnlySpan<byte> entry, bool isLittle) => (U16(entry[2..], isLittle), U32(entry[4..], isLittle)) switch
    {
        (1 or 6, 1) => entry[8],
        (3 or 8, 1) => U16(entry[8..], isLittle),
        (4 or 9, 1) => U32(entry[8..], isLittle),
        _ => null,
    };

    private static ushort U16(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
