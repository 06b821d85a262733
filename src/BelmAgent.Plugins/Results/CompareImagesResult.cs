using System.Text.Json.Serialization;
using BelmAgent.Editing.Edits;

namespace BelmAgent.Plugins.Results;

/// <summary>How two pictures differ.</summary>
public sealed record CompareImagesResult : BelmResult
{
    /// <summary>The first picture.</summary>
    [JsonPropertyName("image_id")]
    public string? ImageId { get; init; }

    /// <summary>The second picture.</summary>
    [JsonPropertyName("other_image_id")]
    public string? OtherImageId { get; init; }

    /// <summary>The measures.</summary>
    [JsonPropertyName("measures")]
    public PictureComparison? Measures { get; init; }
}
