using SixLabors.ImageSharp.Formats;

namespace BelmAgent.Imaging.Codecs;

/// <summary>A picture's file as its container describes it, its structure checked to the end.</summary>
internal sealed record PictureFile
{
    /// <summary>Decodes the format, and no other.</summary>
    public required IImageDecoder Decoder { get; init; }

    /// <summary>Gets the width of the pixels that the file stores, before orientation is applied; at least 1.</summary>
    public required int Width { get; init; }

    /// <summary>Gets the height of the pixels that the file stores; at least 1.</summary>
    public required int Height { get; init; }

    /// <summary>Gets the parts of the file that the pixels need, in order, as a valid file: no metadata reaches the decoder.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Parts { get; init; }

    /// <summary>
    /// Gets the same, with other bytes after the pixels. A decoder that reads past their end unpacks these differently, and that is
    /// how a file is found out whose pixels are cut short. Null: the container tells as much.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Probe { get; init; }

    /// <summary>Gets where the pixels lie on a canvas that is larger: the first frame of an animation. Null: they are the whole picture.</summary>
    public FramePlace? Place { get; init; }

    /// <summary>Gets whether pixels may be transparent.</summary>
    public bool HasAlpha { get; init; }

    /// <summary>Gets whether a channel has sixteen bits, rather than eight or fewer.</summary>
    public bool IsDeep { get; init; }

    /// <summary>Gets whether there is one channel of light.</summary>
    public bool IsGrey { get; init; }

    /// <summary>Gets whether the channels are printing inks.</summary>
    public bool IsCmyk { get; init; }

    /// <summary>Gets the EXIF orientation, 1 to 8. 1: as stored.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>Gets the embedded ICC profile; empty if there is none.</summary>
    public ReadOnlyMemory<byte> Icc { get; init; }

    /// <summary>Gets the exponent γ of <c>stored = light^γ</c>. Null: stored values are sRGB, or the profile tells.</summary>
    public double? Gamma { get; init; }
}

/// <summary>A frame on its canvas, all in pixels.</summary>
internal readonly record struct FramePlace(int X, int Y, int CanvasWidth, int CanvasHeight);

/// <summary>What holds for one decoding.</summary>
internal readonly record struct DecodingContext(ImageLimits Limits, string? Source, CancellationToken CancellationToken);
