using System.Buffers.Binary;

namespace BelmAgent.Imaging.Tests.Doubles;

/// <summary>Writes the smallest EXIF blocks that state an orientation.</summary>
internal static class ExifBlock
{
    public const ushort Byte = 1;
    public const ushort Short = 3;
    public const ushort Long = 4;

    public static byte[] Of(int orientation, ushort type = Short, bool isLittle = true, bool hasPrefix = false)
    {
        var tiff = new byte[26];
        (isLittle ? "II*\0"u8 : "MM\0*"u8).CopyTo(tiff);
        Write32(4, 8);
        Write16(8, 1);
        Write16(10, 0x0112);
        Write16(12, type);
        Write32(14, 1);
        switch (type)
        {
            case Byte:
                tiff[18] = (byte)orientation;
                break;
            case Short:
                Write16(18, (ushort)orientation);
                break;
            default:
                Write32(18, (uint)orientation);
                break;
        }

        return hasPrefix ? [.. "Exif\0\0"u8, .. tiff] : tiff;

        void Write16(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(tiff.AsSpan(at), isLittle ? value : BinaryPrimitives.ReverseEndianness(value));

        void Write32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(tiff.AsSpan(at), isLittle ? value : BinaryPrimitives.ReverseEndianness(value));
    }
}
