namespace BelmAgent.Imaging.Codecs;

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
