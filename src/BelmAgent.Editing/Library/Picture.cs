using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Library;

/// <summary>A picture of the library: an id, where it came from, and where it lies.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record Picture
{
    /// <summary>Gets the picture's id, unique in its library.</summary>
    [JsonPropertyName("image_id")]
    public required string Id { get; init; }

    /// <summary>Gets the id of the picture that this one was made from; null for an imported or generated one.</summary>
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
