namespace BelmAgent.Imaging.Codecs;

/// <summary>Tells the readable formats apart by their first bytes, so that no other decoder of a codec library is ever reached.</summary>
internal static class ImageSignature
{
    /// <summary>Bytes needed to decide.</summary>
    public const int Length = 12;

    private static ReadOnlySpan<byte> Jpeg => [0xFF, 0xD8, 0xFF];

    /// <summary>Refuses bytes that do not start like a PNG, JPEG or WebP file.</summary>
    /// <exception cref="ImageFormatException">They do not.</exception>
    public static void ThrowIfUnknown(ReadOnlySpan<byte> start, string? source)
    {
        if (start.IsEmpty)
        {
            throw new ImageFormatException(ImageFault.Empty, source);
        }

        var isWebP = start.StartsWith("RIFF"u8) && start.Length >= Length && start[8..].StartsWith("WEBP"u8);
        if (!isWebP && !start.StartsWith(Png.PngFormat.Signature) && !start.StartsWith(Jpeg))
        {
            throw new ImageFormatException(ImageFault.UnknownFormat, source);
        }
    }
}
