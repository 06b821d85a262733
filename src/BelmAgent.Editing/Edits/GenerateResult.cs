using System.Text.Json.Serialization;
using BelmAgent.Editing.Library;

namespace BelmAgent.Editing.Edits;

/// <summary>A picture made from a prompt.</summary>
public sealed record GenerateResult
{
    /// <summary>Gets the new picture.</summary>
    [JsonIgnore]
    public required Picture Picture { get; init; }

    /// <summary>Gets the id of the new picture.</summary>
    [JsonPropertyName("image_id")]
    public string ImageId => Picture.Id;

    /// <summary>Gets the prompt.</summary>
    [JsonPropertyName("prompt")]
    public required string Prompt { get; init; }

    /// <summary>Gets the seed that was used.</summary>
    [JsonPropertyName("seed")]
    public required long Seed { get; init; }

    /// <summary>What the describer sees; null when the model has none.</summary>
    [JsonPropertyName("seen")]
    public string? Seen { get; init; }

    /// <summary>Gets whether the model's safety checker flags the picture, which stays as it is; null when the model has no checker.</summary>
    [JsonPropertyName("flagged")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Flagged { get; init; }

    /// <summary>What was left out, one sentence each.</summary>
    [JsonPropertyName("notes")]
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Gets the UNet row evaluations.</summary>
    [JsonPropertyName("unet_evaluations")]
    public required int UnetEvaluations { get; init; }

    /// <summary>Gets the wall-clock seconds.</summary>
    [JsonPropertyName("seconds")]
    public required double Seconds { get; init; }

    /// <summary>Gets the execution provider that was really used.</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }
}
