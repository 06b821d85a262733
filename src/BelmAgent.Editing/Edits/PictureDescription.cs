using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Edits;

/// <summary>A description of a picture.</summary>
public sealed record PictureDescription
{
    /// <summary>Gets the picture.</summary>
    [JsonPropertyName("image_id")]
    public required string ImageId { get; init; }

    /// <summary>Gets what it shows; null if this cannot be determined.</summary>
    [JsonPropertyName("caption")]
    public string? Caption { get; init; }

    /// <summary>Gets the describer's lowest confidence over its attributes, 0 to 1; null if the caption is not the describer's.</summary>
    [JsonPropertyName("confidence")]
    public double? Confidence { get; init; }
}
