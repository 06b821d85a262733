using System.Text.Json.Serialization;
using BelmAgent.Editing.Edits;

namespace BelmAgent.Plugins.Results;

/// <summary>An edit that ran.</summary>
public sealed record EditImageResult : BelmResult
{
    /// <summary>The new picture.</summary>
    [JsonPropertyName("image_id")]
    public string? ImageId { get; init; }

    /// <summary>The picture that was edited; it stays as it was.</summary>
    [JsonPropertyName("parent_id")]
    public string? ParentId { get; init; }

    /// <summary>What the new picture was asked to show.</summary>
    [JsonPropertyName("target_prompt")]
    public string? TargetPrompt { get; init; }

    /// <summary>How the new picture differs from the old one.</summary>
    [JsonPropertyName("measures")]
    public PictureComparison? Measures { get; init; }

    /// <summary>Whether what was asked is there.</summary>
    [JsonPropertyName("check")]
    public EditCheck? Check { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    [JsonPropertyName("seconds")]
    public double? Seconds { get; init; }

    /// <summary>The execution provider that was really used.</summary>
    [JsonPropertyName("provider")]
    public string? Provider { get; init; }
}
