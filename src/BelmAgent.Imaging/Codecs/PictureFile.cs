using SixLabors.ImageSharp.Formats;

namespace BelmAgent.Imaging.Codecs;

/// <summary>A picture's file as described by its container, with its structure checked to the end.</summary>
internal sealed record PictureFile
{
    /// <summary>Gets the decoder of this format alone.</summary>
    public required IImageDecoder Decoder { get; init; }

    /// <summary>Gets the width of the stored pixels, before orientation is applied; at least 1.</summary>
    public required int Width { get; init; }

    /// <summary>Gets the height of the stored pixels; at least 1.</summary>
    public required int Height { get; init; }

    /// <summary>Gets the parts of the file that the pixels need, in order, forming a valid file; no metadata reaches the decoder.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Parts { get; init; }

    /// <summary>
    /// Gets the same parts with other bytes after the pixels. A decoder that reads past the end of the pixels decodes these
    /// differently, which reveals a file whose pixels are truncated. Null if the container already shows this.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Probe { get; init; }

    /// <summary>Gets the place of the pixels on a larger canvas: the first frame of an animation. Null if they are the whole picture.</summary>
    public FramePlace? Place { get; init; }

    /// <summary>Gets whether pixels may be transparent.</summary>
    public bool HasAlpha { get; init; }

    /// <summary>Gets whether a channel has sixteen bits, rather than eight or fewer.</summary>
    public bool IsDeep { get; init; }

    /// <summary>Gets whether there is a single grey channel.</summary>
    public bool IsGrey { get; init; }

    /// <summary>Gets whether the channels are printing inks.</summary>
    public bool IsCmyk { get; init; }

    /// <summary>Gets the EXIF orientation, 1 to 8. 1: as stored.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>Gets the embedded ICC profile; empty if there is none.</summary>
    public ReadOnlyMemory<byte> Icc { get; init; }

    /// <summary>Gets the exponent γ of <c>stored = light^γ</c>. Null if the stored values are sRGB or described by the profile.</summary>
    public double? Gamma { get; init; }
}

/// <summary>The place of a frame on its canvas, in pixels.</summary>
internal readonly record struct FramePlace(int X, int Y, int CanvasWidth, int CanvasHeight);

/// <summary>Limits, source and cancellation of one decoding.</summary>
internal readonly record struct DecodingContext(ImageLimits Limits, string? Source, CancellationToken CancellationToken);
