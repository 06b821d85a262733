namespace BelmAgent.Imaging.Codecs;

/// <summary>Why bytes could not be read as a picture.</summary>
public enum ImageFault
{
    /// <summary>There are no bytes.</summary>
    Empty,

    /// <summary>The bytes are not a PNG, JPEG or WebP file.</summary>
    UnknownFormat,

    /// <summary>The file ends before the picture does.</summary>
    Truncated,

    /// <summary>The file's structure or pixels cannot be decoded.</summary>
    Damaged,
}
