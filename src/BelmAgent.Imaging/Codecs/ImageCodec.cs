using System.Text;
using BelmAgent.Imaging.Colors;
using BelmAgent.Imaging.Files;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Webp;

namespace BelmAgent.Imaging.Codecs;

/// <summary>Reads and writes pictures: PNG, JPEG and WebP in, PNG and JPEG out.</summary>
/// <remarks>Stateless; safe to call from any thread.</remarks>
public static class ImageCodec
{
    /// <summary>The longest edge of a WebP, in pixels.</summary>
    public const int MaxWebpEdge = 16383;

    private const int DefaultJpegQuality = 90;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes a PNG, JPEG or WebP picture; of an animation, the first frame.</summary>
    /// <param name="encoded">The entire file.</param>
    /// <param name="limits">Size limits, checked on the header before pixels are decoded. Null: <see cref="ImageLimits.Default"/>.</param>
    /// <param name="source">Path or name for error messages, if known.</param>
    /// <param name="cancellationToken">Cancels the decoding.</param>
    /// <returns>
    /// The picture as a viewer shows it: orientation applied, converted to sRGB, transparency composed on white and kept as
    /// <see cref="RgbImage.Alpha"/>. Sixteen bits per channel are rounded to eight after the conversion. The only metadata kept is the
    /// colour profile, as <see cref="RgbImage.Profile"/>.
    /// </returns>
    /// <exception cref="ImageFormatException">The bytes are empty, not a picture, truncated or damaged.</exception>
    /// <exception cref="BelmException"><c>image_too_large</c>: the picture exceeds the limits.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public static RgbImage Decode(ReadOnlyMemory<byte> encoded, ImageLimits? limits = null, string? source = null, CancellationToken cancellationToken = default) =>
        ImageDecoder.Decode(encoded, limits ?? ImageLimits.Default, source, cancellationToken);

    /// <summary>Reads a picture from a stream, up to its end. The stream is left open.</summary>
    /// <param name="stream">A readable stream; it need not be seekable.</param>
    /// <param name="limits">Size limits. Null: <see cref="ImageLimits.Default"/>.</param>
    /// <param name="source">Path or name for error messages, if known.</param>
    /// <param name="cancellationToken">Cancels reading and decoding.</param>
    /// <exception cref="ImageFormatException">The bytes are empty, not a picture, truncated or damaged.</exception>
    /// <exception cref="BelmException"><c>image_too_large</c>: the picture exceeds the limits.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public static RgbImage Read(Stream stream, ImageLimits? limits = null, string? source = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        limits ??= ImageLimits.Default;
        var buffer = new EncodedBuffer(stream, limits, source);
        for (int count; (count = stream.Read(buffer.Room().Span)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            buffer.Take(count);
        }

        return Decode(buffer.Bytes, limits, source, cancellationToken);
    }

    /// <summary>Reads a picture from a stream, up to its end, without blocking on the sender. The stream is left open.</summary>
    /// <param name="stream">A readable stream; it need not be seekable.</param>
    /// <param name="limits">Size limits. Null: <see cref="ImageLimits.Default"/>.</param>
    /// <param name="source">Path or name for error messages, if known.</param>
    /// <param name="cancellationToken">Cancels reading and decoding.</param>
    /// <remarks>Decoding runs on the thread on which the last bytes arrived.</remarks>
    /// <exception cref="ImageFormatException">The bytes are empty, not a picture, truncated or damaged.</exception>
    /// <exception cref="BelmException"><c>image_too_large</c>: the picture exceeds the limits.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public static async Task<RgbImage> ReadAsync(Stream stream, ImageLimits? limits = null, string? source = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        limits ??= ImageLimits.Default;
        var buffer = new EncodedBuffer(stream, limits, source);
        for (int count; (count = await stream.ReadAsync(buffer.Room(), cancellationToken)) > 0;)
        {
            buffer.Take(count);
        }

        return Decode(buffer.Bytes, limits, source, cancellationToken);
    }

    /// <summary>Reads a picture from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">Size limits. Null: <see cref="ImageLimits.Default"/>.</param>
    /// <param name="cancellationToken">Cancels reading and decoding.</param>
    /// <exception cref="ImageFormatException">The file is empty, not a picture, truncated or damaged.</exception>
    /// <exception cref="BelmException"><c>image_too_large</c>: the picture exceeds the limits.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be accessed, or is a folder.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public static RgbImage ReadFile(string path, ImageLimits? limits = null, CancellationToken cancellationToken = default)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return Read(file, limits, path, cancellationToken);
    }

    /// <summary>Encodes a picture as an eight-bit PNG, with an alpha channel where it has <see cref="RgbImage.Alpha"/>.</summary>
    /// <param name="image">
    /// The picture. A pixel darker than its transparency lets white become is written as opaque as it must be: on white the file looks like
    /// <see cref="RgbImage.Pixels"/>.
    /// </param>
    /// <param name="text">
    /// Text to embed, by keyword: 1 to 79 printable Latin-1 characters, no space at either end or twice in a row. Null: none.
    /// </param>
    /// <param name="profile">The colour profile to convert to and to embed. Null: sRGB, without a profile.</param>
    /// <returns>The entire file. Text comes before the pixels, uncompressed.</returns>
    /// <exception cref="ArgumentException">A keyword is not allowed, or a text has a NUL or an unpaired surrogate.</exception>
    public static byte[] EncodePng(RgbImage image, IReadOnlyDictionary<string, string>? text = null, ColorProfile? profile = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var pixels = image.Alpha.IsEmpty ? (Image)SharpPixels.Wrap(image, profile) : SharpPixels.Uncompose(image, profile);
        var metadata = pixels.Metadata.GetPngMetadata();
        foreach (var (keyword, value) in text ?? new Dictionary<string, string>())
        {
            ThrowIfNotAllowed(keyword, value);
            metadata.TextData.Add(new PngTextData(keyword, value, languageTag: "", translatedKeyword: ""));
        }

        var png = SharpPixels.Encode(pixels, new PngEncoder
        {
            ColorType = image.Alpha.IsEmpty ? PngColorType.Rgb : PngColorType.RgbWithAlpha,
            BitDepth = PngBitDepth.Bit8,
            TransparentColorMode = PngTransparentColorMode.Preserve,
            FilterMethod = PngFilterMethod.Adaptive,
            ChunkFilter = PngChunkFilter.ExcludePhysicalChunk,
            TextCompressionThreshold = int.MaxValue,
        });

        // ImageSharp 2.1 writes profiles only into JPEG.
        return profile is null ? png : PngContainer.Insert(png, "iCCP"u8, [.. "ICC profile\0\0"u8, .. Zlib.Deflate(profile.Icc.Span)]);
    }

    /// <summary>Encodes a picture as a baseline JPEG with full colour resolution, for previews and exports.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="quality">1 to 100; 90, the default, is visually near lossless.</param>
    /// <param name="profile">The colour profile to convert to and to embed. Null: sRGB, without a profile.</param>
    /// <returns>The entire file.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The quality is out of range.</exception>
    public static byte[] EncodeJpeg(RgbImage image, int quality = DefaultJpegQuality, ColorProfile? profile = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        using var pixels = SharpPixels.Wrap(image, profile);
        return SharpPixels.Encode(pixels, new JpegEncoder { Quality = quality, ColorType = JpegColorType.YCbCrRatio444 });
    }

    /// <summary>Encodes a picture as a lossy WebP in sRGB, for thumbnails and pages.</summary>
    /// <param name="image">The picture, at most 16383 pixels wide and high.</param>
    /// <param name="quality">1 to 100. Default: 85.</param>
    /// <returns>The entire file.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The quality is out of range, or the picture too large for the format.</exception>
    public static byte[] EncodeWebp(RgbImage image, int quality = 85)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Max(image.Width, image.Height), MaxWebpEdge, nameof(image));
        using var pixels = SharpPixels.Wrap(image);
        return SharpPixels.Encode(pixels, new WebpEncoder { FileFormat = WebpFileFormatType.Lossy, Quality = quality });
    }

    /// <summary>Writes a picture to a file atomically; the extension selects PNG (.png) or JPEG (.jpg, .jpeg).</summary>
    /// <param name="path">The file; an existing one is replaced. Its folder must exist.</param>
    /// <param name="image">The picture. It is written in its own <see cref="RgbImage.Profile"/>, if it has one.</param>
    /// <param name="text">Text to embed in a PNG, by keyword; a JPEG carries none. Null: none.</param>
    /// <exception cref="ArgumentException">The extension is another one, or the text is not allowed.</exception>
    /// <exception cref="BelmException"><c>disk_full</c>: the disk is full; an existing file is intact.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteFile(string path, RgbImage image, IReadOnlyDictionary<string, string>? text = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(image);
        var bytes = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".PNG" => EncodePng(image, text, image.Profile),
            ".JPG" or ".JPEG" => EncodeJpeg(image, DefaultJpegQuality, image.Profile),
            var other => throw new ArgumentException($"Images are not written as '{other}': name the file .png or .jpg.", nameof(path)),
        };
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    private static void ThrowIfNotAllowed(string keyword, string value)
    {
        if (!PngText.IsKeyword(keyword))
        {
            throw new ArgumentException($"'{keyword}' is not a PNG keyword: use 1 to 79 printable Latin-1 characters.", nameof(keyword));
        }

        // GetByteCount throws on an unpaired surrogate.
        if (StrictUtf8.GetByteCount(value) > 0 && value.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("PNG text cannot contain the NUL character.", nameof(value));
        }
    }
}
