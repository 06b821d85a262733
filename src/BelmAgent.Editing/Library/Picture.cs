using System.Text.Json.Serialization;

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
}
