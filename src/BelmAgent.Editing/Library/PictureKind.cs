using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Library;

/// <summary>The origin of a picture.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<PictureKind>))]
public enum PictureKind
{
    /// <summary>Imported from a file.</summary>
    Imported,

    /// <summary>Generated from a prompt alone.</summary>
    Generated,

    /// <summary>Edited from another picture by a plan.</summary>
    Edited,

    /// <summary>Reconstructed from a saved inversion, unchanged.</summary>
    Reconstructed,

    /// <summary>Interpolated between two saved inversions.</summary>
    Interpolated,

    /// <summary>Not a picture to edit but a mask for one: white where it may change.</summary>
    Mask,

    /// <summary>Unknown: the file has no recipe, or one of a later version.</summary>
    Unknown,
}
