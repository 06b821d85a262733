using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Edits;

/// <summary>What a picture shows.</summary>
public sealed record PictureDescription
{
    /// <summary>Gets the picture.</summary>
    [JsonPropertyName("image_id")]
    public required string ImageId { get; init; }

    /// <summary>What it shows; null when nothing on this machine can tell.</summary>
    [JsonPropertyName("caption")]
    public string? Caption { get; init; }

    /// <summary>Gets the describer's lowest confidence over its attributes, 0 to 1; null when the caption is not the describer's.</summary>
    [JsonPropertyName("confidence")]
    public double? Confidence { get; init; }
}
