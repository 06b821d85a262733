using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Library;

/// <summary>A picture of the library: its id, origin and location.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record Picture
{
    /// <summary>Gets the picture's id, unique in its library.</summary>
    [JsonPropertyName("image_id")]
    public required string Id { get; init; }

    /// <summary>Gets the id of the picture from which this one was made; null for an imported or generated one.</summary>
    [JsonPropertyName("parent_id")]
    public string? ParentId { get; init; }

    /// <summary>Gets the full path of the PNG file.</summary>
    [JsonPropertyName("path")]
    public required string Path { get; init; }

    /// <summary>Gets the width in pixels.</summary>
    [JsonPropertyName("width")]
    public required int Width { get; init; }

    /// <summary>Gets the height in pixels.</summary>
    [JsonPropertyName("height")]
    public required int Height { get; init; }

    /// <summary>Gets when the picture entered the library.</summary>
    [JsonPropertyName("created")]
    public required DateTimeOffset Created { get; init; }

    /// <summary>Gets how the picture was made.</summary>
    [JsonPropertyName("recipe")]
    public required PictureRecipe Recipe { get; init; }

    /// <summary>Gets the id of the picture that came before: the one whose place this one took, else the one that it was made from; null for the first.</summary>
    [JsonIgnore]
    public string? PreviousId => Recipe.Plan?.Revises ?? ParentId;
}

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
