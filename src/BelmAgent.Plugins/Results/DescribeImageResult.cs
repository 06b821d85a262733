using System.Text.Json.Serialization;

namespace BelmAgent.Plugins.Results;

/// <summary>A description of a picture.</summary>
public sealed record DescribeImageResult : BelmResult
{
    /// <summary>Gets the picture.</summary>
    [JsonPropertyName("image_id")]
    public string? ImageId { get; init; }

    /// <summary>Gets what it shows; null if this cannot be determined.</summary>
    [JsonPropertyName("caption")]
    public string? Caption { get; init; }

    /// <summary>Gets the describer's confidence, 0 to 1; null if the caption is not the describer's.</summary>
    [JsonPropertyName("confidence")]
    public double? Confidence { get; init; }

    /// <summary>Gets the width in pixels.</summary>
    [JsonPropertyName("width")]
    public int? Width { get; init; }

    /// <summary>Gets the height in pixels.</summary>
    [JsonPropertyName("height")]
    public int? Height { get; init; }
}
