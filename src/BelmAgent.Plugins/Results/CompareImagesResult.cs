using System.Text.Json.Serialization;
using BelmAgent.Editing.Checks;

namespace BelmAgent.Plugins.Results;

/// <summary>The difference between two pictures.</summary>
public sealed record CompareImagesResult : BelmResult
{
    /// <summary>Gets the first picture.</summary>
    [JsonPropertyName("image_id")]
    public string? ImageId { get; init; }

    /// <summary>Gets the second picture.</summary>
    [JsonPropertyName("other_image_id")]
    public string? OtherImageId { get; init; }

    /// <summary>Gets the measures.</summary>
    [JsonPropertyName("measures")]
    public PictureComparison? Measures { get; init; }
}
