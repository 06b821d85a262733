using BelmAgent.Imaging.Files;

namespace BelmAgent.Imaging.Codecs;

/// <summary>Pictures from streams and files, and into files.</summary>
/// <remarks>As safe to share between threads as the codec.</remarks>
public static class ImageCodecExtensions
{
    /// <summary>Reads a picture from a stream, up to its end. The stream is left open.</summary>
    /// <param name="codec">The codec.</param>
    /// <param name="stream">A readable stream; it need not seek.</param>
    /// <param name="limits">Size limits. Null: <see cref="ImageLimits.Default"/>.</param>
    /// <param name="source">Path or name for error messages, if known.</param>
    /// <exception cref="ImageFormatException">The bytes are empty, not a picture, cut off or damaged.</exception>
    /// <exception cref="ImageTooLargeException">The picture is beyond the limits.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static RgbImage Read(this IImageCodec codec, Stream stream, ImageLimits? limits = null, string? source = null)
    {
        ArgumentNullException.ThrowIfNull(codec);
        ArgumentNullException.ThrowIfNull(stream);
        limits ??= ImageLimits.Default;
        return codec.Decode(ReadBounded(stream, limits, source), limits, source);
    }

    /// <summary>Reads a picture from a file.</summary>
    /// <param name="codec">The codec.</param>
    /// <param name="path">The file.</param>
    /// <param name="limits">Size limits. Null: <see cref="ImageLimits.Default"/>.</param>
    /// <exception cref="ImageFormatException">The file is empty, not a picture, cut off or damaged.</exception>
    /// <exception cref="ImageTooLargeException">The picture is beyond the limits.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static RgbImage ReadFile(this IImageCodec codec, string path, ImageLimits? limits = null)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return codec.Read(file, limits, path);
    }

    /// <summary>Writes a picture to a file, whole or not at all; the name's ending picks PNG (.png) or JPEG (.jpg, .jpeg).</summary>
    /// <param name="codec">The codec.</param>
    /// <param name="path">The file; an existing one is replaced. Its folder exists.</param>
    /// <param name="image">The picture.</param>
    /// <param name="text">Text for a PNG to carry, by keyword; a JPEG carries none. Null: none.</param>
    /// <exception cref="ArgumentException">The name ends in something else.</exception>
    /// <exception cref="DiskFullException">The disk is full; an existing file is intact.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteFile(this IImageCodec codec, string path, RgbImage image, IReadOnlyDictionary<string, string>? text = null)
    {
        ArgumentNullException.ThrowIfNull(codec);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var bytes = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".PNG" => codec.EncodePng(image, text),
            ".JPG" or ".JPEG" => codec.EncodeJpeg(image),
            var other => throw new ArgumentException($"Pictures are not written as '{other}': name the file .png or .jpg.", nameof(path)),
        };
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>The start is looked at first, so that an endless or huge stream that is no picture is refused at once.</summary>
    private static ReadOnlySpan<byte> ReadBounded(Stream stream, ImageLimits limits, string? source)
    {
        var start = new byte[ImageSignature.Length];
        var count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        ImageSignature.ThrowIfUnknown(start.AsSpan(0, count), source);

        var length = stream.CanSeek ? stream.Length : 0;
        if (length > limits.MaxEncodedBytes)
        {
            throw new ImageTooLargeException(limits, source);
        }

        using var buffer = new MemoryStream((int)length);
        buffer.Write(start, 0, count);
        var chunk = new byte[81_920];
        while ((count = stream.Read(chunk)) > 0)
        {
            if (buffer.Length + count > limits.MaxEncodedBytes)
            {
                throw new ImageTooLargeException(limits, source);
            }

            buffer.Write(chunk, 0, count);
        }

        return buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
    }
}
