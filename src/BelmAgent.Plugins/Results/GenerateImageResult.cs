using System.Text.Json.Serialization;

namespace BelmAgent.Plugins.Results;

/// <summary>A generated picture.</summary>
public sealed record GenerateImageResult : BelmResult
{
    /// <summary>Gets the new picture.</summary>
    [JsonPropertyName("image_id")]
    public string? ImageId { get; init; }

    /// <summary>Gets the prompt.</summary>
    [JsonPropertyName("prompt")]
    public string? Prompt { get; init; }

    /// <summary>Gets the seed that was used.</summary>
    [JsonPropertyName("seed")]
    public long? Seed { get; init; }

    /// <summary>Gets what the describer sees in it; null if there is none.</summary>
    [JsonPropertyName("seen")]
    public string? Seen { get; init; }

    /// <summary>Gets whether the model's safety checker flags the picture, which is not changed; null if the model has no checker.</summary>
    [JsonPropertyName("flagged")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Flagged { get; init; }

    /// <summary>Gets what was left out, one sentence each; null for nothing.</summary>
    [JsonPropertyName("notes")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Notes { get; init; }

    /// <summary>Gets the wall-clock seconds.</summary>
    [JsonPropertyName("seconds")]
    public double? Seconds { get; init; }
}
