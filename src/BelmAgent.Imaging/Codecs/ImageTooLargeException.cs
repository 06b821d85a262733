namespace BelmAgent.Imaging.Codecs;

/// <summary>A picture is larger than <see cref="ImageLimits"/> allows; it was refused before its pixels were decoded.</summary>
public sealed class ImageTooLargeException : Exception
{
    /// <summary>For a picture whose header states too large a size.</summary>
    /// <param name="width">Width in pixels, as the header states it.</param>
    /// <param name="height">Height in pixels, as the header states it.</param>
    /// <param name="limits">The limits in force.</param>
    /// <param name="source">Path or name of the picture, if known.</param>
    public ImageTooLargeException(int width, int height, ImageLimits limits, string? source)
        : base($"{ImageFormatException.Named(source)} has {width}×{height} pixels; at most {limits?.MaxPixels:N0} in all and "
            + $"{limits?.MaxSide:N0} a side are allowed: make it smaller or raise the limit.")
    {
        (Width, Height, Limits, ImageSource) = (width, height, limits!, source);
    }

    /// <summary>For a file that is too long to be read at all.</summary>
    /// <param name="limits">The limits in force.</param>
    /// <param name="source">Path or name of the picture, if known.</param>
    public ImageTooLargeException(ImageLimits limits, string? source)
        : base($"{ImageFormatException.Named(source)} is longer than {limits?.MaxEncodedBytes:N0} bytes: "
            + "save it smaller or raise the limit.")
    {
        (Limits, ImageSource) = (limits!, source);
    }

    /// <summary>Width in pixels; null where the file was refused for its length alone.</summary>
    public int? Width { get; }

    /// <summary>Height in pixels; null where the file was refused for its length alone.</summary>
    public int? Height { get; }

    /// <summary>The limits in force.</summary>
    public ImageLimits Limits { get; }

    /// <summary>Path or name of the picture; null if unknown.</summary>
    public string? ImageSource { get; }
}
