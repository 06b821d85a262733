using System.Text.Json.Serialization;

namespace BelmAgent.Plugins.Results;

/// <summary>The picture before an edit.</summary>
public sealed record UndoEditResult : BelmResult
{
    /// <summary>Gets the picture to continue with: the one before the edit.</summary>
    [JsonPropertyName("image_id")]
    public string? ImageId { get; init; }

    /// <summary>Gets the picture that was left behind; it stays in the library.</summary>
    [JsonPropertyName("undone_image_id")]
    public string? UndoneImageId { get; init; }

    /// <summary>Gets whether the other picture was made from this one.</summary>
    [JsonPropertyName("is_back")]
    public bool? IsBack { get; init; }

    /// <summary>Gets what the picture shows; where nothing can see it, what was requested of it; null if neither is known.</summary>
    [JsonPropertyName("caption")]
    public string? Caption { get; init; }

    /// <summary>Gets the describer's confidence, 0 to 1; null if the caption is not the describer's.</summary>
    [JsonPropertyName("confidence")]
    public double? Confidence { get; init; }
}
