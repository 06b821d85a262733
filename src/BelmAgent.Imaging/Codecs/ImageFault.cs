namespace BelmAgent.Imaging.Codecs;

/// <summary>Why bytes could not be read as a picture.</summary>
public enum ImageFault
{
    /// <summary>There are no bytes.</summary>
    Empty,

    /// <summary>The bytes are not a PNG, JPEG or WebP file.</summary>
    UnknownFormat,

    /// <summary>The file is cut off or damaged. The two cannot be told apart reliably.</summary>
    Damaged,

    /// <summary>The file is whole, but written in a way that hardly anything writes, such as an arithmetic-coded JPEG.</summary>
    Unsupported,

    /// <summary>The file gives printing inks (CMYK), which are colours only by the profile of a press.</summary>
    Cmyk,
}
