namespace BelmAgent.Imaging.Codecs;

/// <summary>Bytes are not a picture that can be read.</summary>
public sealed class ImageFormatException : BelmException
{
    /// <summary>Creates the error.</summary>
    /// <param name="fault">The fault of the bytes.</param>
    /// <param name="source">Path or name of the picture, if known.</param>
    /// <param name="inner">The codec's exception, if any.</param>
    public ImageFormatException(ImageFault fault, string? source, Exception? inner = null)
        : base("not_an_image", ErrorKind.InvalidInput, $"{Named(source)} {Describe(fault)}", RemedyFor(fault), inner) =>
        (Fault, ImageSource, SafeProblem) = (fault, source, $"{Named(null)} {Describe(fault)}");

    /// <summary>Gets the fault of the bytes.</summary>
    public ImageFault Fault { get; }

    /// <summary>Gets the path or name of the picture; null if unknown.</summary>
    public string? ImageSource { get; }

    internal static string Named(string? source) => source is null ? "The image" : $"'{source}'";

    private static string Describe(ImageFault fault) => fault switch
    {
        ImageFault.Empty => "is empty",
        ImageFault.UnknownFormat => "is not a PNG, JPEG or WebP image",
        ImageFault.Unsupported => "uses an unsupported variant of its format",
        ImageFault.Cmyk => "has CMYK colours",
        _ => "is cut off or damaged",
    };

    private static string RemedyFor(ImageFault fault) => fault switch
    {
        ImageFault.Empty => "give a PNG, JPEG or WebP file",
        ImageFault.UnknownFormat => "convert it to one of these",
        ImageFault.Unsupported => "save it again as an ordinary PNG or JPEG",
        ImageFault.Cmyk => "save it as RGB",
        _ => "copy or save it again from its source",
    };
}

/// <summary>The reason why bytes could not be read as a picture.</summary>
public enum ImageFault
{
    /// <summary>There are no bytes.</summary>
    Empty,

    /// <summary>The bytes are not a PNG, JPEG or WebP file.</summary>
    UnknownFormat,

    /// <summary>The file is truncated or damaged. The two cannot be told apart reliably.</summary>
    Damaged,

    /// <summary>The file is complete but uses a rare coding, such as arithmetic-coded JPEG.</summary>
    Unsupported,

    /// <summary>The file contains printing inks (CMYK), which define colours only together with a press profile.</summary>
    Cmyk,
}
