namespace BelmAgent.Imaging.Codecs;

/// <summary>Turns encoded pictures into <see cref="RgbImage"/> and back.</summary>
/// <remarks>
/// Reading, files and streams are in <see cref="ImageCodecExtensions"/>. Implementations hold no state and are safe to
/// call from any thread.
/// </remarks>
public interface IImageCodec
{
    /// <summary>Decodes a PNG, JPEG or WebP picture; of an animation, the first frame.</summary>
    /// <param name="encoded">The whole file.</param>
    /// <param name="limits">Size limits, checked on the header before pixels are decoded.</param>
    /// <param name="source">Path or name for error messages, if known.</param>
    /// <returns>
    /// The picture as a viewer shows it: orientation applied, transparency composed on white, converted to sRGB.
    /// No metadata is carried over.
    /// </returns>
    /// <exception cref="ImageFormatException">The bytes are empty, not a picture, cut off or damaged.</exception>
    /// <exception cref="ImageTooLargeException">The picture is beyond the limits.</exception>
    RgbImage Decode(ReadOnlySpan<byte> encoded, ImageLimits limits, string? source);

    /// <summary>Encodes a picture as an eight-bit RGB PNG.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="text">Text to carry, by keyword (1 to 79 characters of Latin-1); UTF-8, any length. Null: none.</param>
    /// <returns>The whole file.</returns>
    /// <exception cref="ArgumentException">A keyword is not allowed in PNG.</exception>
    byte[] EncodePng(RgbImage image, IReadOnlyDictionary<string, string>? text = null);

    /// <summary>Encodes a picture as a baseline JPEG, for previews and exports.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="quality">1 to 100; 90 is visually near lossless.</param>
    /// <returns>The whole file.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The quality is out of range.</exception>
    byte[] EncodeJpeg(RgbImage image, int quality = 90);
}
