using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Library;

/// <summary>How a picture came to be.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<PictureKind>))]
public enum PictureKind
{
    /// <summary>Taken in from a file.</summary>
    Imported,

    /// <summary>Made from a prompt alone.</summary>
    Generated,

    /// <summary>Made from another picture by a plan.</summary>
    Edited,

    /// <summary>Made from a saved inversion, unchanged.</summary>
    Reconstructed,

    /// <summary>Made between two saved inversions.</summary>
    Interpolated,

    /// <summary>Not a picture to edit but a mask over one: white where it may change.</summary>
    Mask,

    /// <summary>Not known: the file carries no recipe, or one of a later version.</summary>
    Unknown,
}
