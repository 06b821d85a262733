using System.ComponentModel.DataAnnotations;

namespace BelmAgent.Imaging.Codecs;

/// <summary>Limits on the size of a picture, checked on the file's header before any pixel is decoded.</summary>
public sealed record ImageLimits
{
    /// <summary>Gets the defaults: 100 megapixels, 32,768 pixels per side, 256 MiB per file.</summary>
    public static ImageLimits Default { get; } = new();

    /// <summary>Gets the maximum number of pixels, width × height; 1 to 500,000,000. Default: 100,000,000.</summary>
    [Range(1L, 500_000_000L)]
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>Gets the maximum side in pixels; 1 to 65,535. Default: 32,768.</summary>
    [Range(1, 65_535)]
    public int MaxSide { get; init; } = 32_768;

    /// <summary>Gets the maximum size of the encoded file in bytes; 1 to 2,000,000,000. Default: 256 MiB.</summary>
    [Range(1, 2_000_000_000)]
    public int MaxEncodedBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Throws if a size exceeds the limits.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="source">Path or name of the picture for the error, if known.</param>
    /// <exception cref="BelmException"><c>image_too_large</c>: the size exceeds a limit.</exception>
    public void ThrowIfTooLarge(int width, int height, string? source)
    {
        if (width > MaxSide || height > MaxSide || (long)width * height > MaxPixels)
        {
            throw TooLarge(source, FormattableString.Invariant($"has {width}×{height} pixels; at most {MaxPixels:N0} in all and {MaxSide:N0} a side are allowed"));
        }
    }

    /// <summary>Creates the failure of a file that is too long to be read at all.</summary>
    internal BelmException TooLong(string? source) => TooLarge(source, FormattableString.Invariant($"is longer than {MaxEncodedBytes:N0} bytes"));

    private static BelmException TooLarge(string? source, string problem) => new(
        "image_too_large", ErrorKind.LimitExceeded, $"{ImageFormatException.Named(source)} {problem}", "make it smaller or raise the limit")
    {
        SafeProblem = $"{ImageFormatException.Named(null)} {problem}",
    };
}
