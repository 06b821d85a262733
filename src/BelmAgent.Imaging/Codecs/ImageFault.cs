namespace BelmAgent.Imaging.Codecs;

/// <summary>Why bytes could not be read as a picture.</summary>
public enum ImageFault
{
    /// <summary>There are no bytes.</summary>
    Empty,

    /// <summary>The bytes are not a PNG, JPEG or WebP file.</summary>
    UnknownFormat,

    /// <summary>The file is cut off or damaged. Codec libraries do not tell the two apart reliably, so neither does this.</summary>
    Damaged,
}
