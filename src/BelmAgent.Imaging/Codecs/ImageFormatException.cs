namespace BelmAgent.Imaging.Codecs;

/// <summary>Bytes are not a picture that can be read.</summary>
public sealed class ImageFormatException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="fault">What is wrong with the bytes.</param>
    /// <param name="source">Path or name of the picture, if known.</param>
    /// <param name="inner">What the codec threw, if it threw.</param>
    public ImageFormatException(ImageFault fault, string? source, Exception? inner = null)
        : base($"{Named(source)} {Describe(fault)}", inner)
    {
        (Fault, ImageSource) = (fault, source);
    }

    /// <summary>What is wrong with the bytes.</summary>
    public ImageFault Fault { get; }

    /// <summary>Path or name of the picture; null if unknown.</summary>
    public string? ImageSource { get; }

    internal static string Named(string? source) => source is null ? "The picture" : $"'{source}'";

    private static string Describe(ImageFault fault) => fault switch
    {
        ImageFault.Empty => "is empty: give a PNG, JPEG or WebP file.",
        ImageFault.UnknownFormat => "is not a PNG, JPEG or WebP picture: convert it to one of these.",
        ImageFault.Unsupported => "uses a rare form of its format: save it again as an ordinary PNG or JPEG.",
        ImageFault.Cmyk => "has printing inks (CMYK) for colours: save it as RGB.",
        _ => "is cut off or damaged: copy or save it again from its source.",
    };
}
