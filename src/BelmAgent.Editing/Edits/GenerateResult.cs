using System.Text.Json.Serialization;
using BelmAgent.Editing.Library;

namespace BelmAgent.Editing.Edits;

/// <summary>A picture made from a prompt.</summary>
public sealed record GenerateResult
{
    /// <summary>The new picture.</summary>
    [JsonIgnore]
    public required Picture Picture { get; init; }

    /// <summary>Id of the new picture.</summary>
    [JsonPropertyName("image_id")]
    public string ImageId => Picture.Id;

    /// <summary>The prompt.</summary>
    [JsonPropertyName("prompt")]
    public required string Prompt { get; init; }

    /// <summary>The seed that was used.</summary>
    [JsonPropertyName("seed")]
    public required long Seed { get; init; }

    /// <summary>What the describer sees; null when the model has none.</summary>
    [JsonPropertyName("seen")]
    public string? Seen { get; init; }

    /// <summary>Whether the model's safety checker flags the picture, which stays as it is; null when the model has no checker.</summary>
    [JsonPropertyName("flagged")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Flagged { get; init; }

    /// <summary>What was left out, one sentence each.</summary>
    [JsonPropertyName("notes")]
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>UNet row evaluations.</summary>
    [JsonPropertyName("unet_evaluations")]
    public required int UnetEvaluations { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    [JsonPropertyName("seconds")]
    public required double Seconds { get; init; }

    /// <summary>The execution provider that was really used.</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }
}
