using System.Text.Json.Serialization;
using BelmAgent.Editing.Library;

namespace BelmAgent.Editing.Edits;

/// <summary>A picture between two inversions.</summary>
public sealed record InterpolateResult
{
    /// <summary>The new picture.</summary>
    [JsonIgnore]
    public required Picture Picture { get; init; }

    /// <summary>Id of the new picture.</summary>
    [JsonPropertyName("image_id")]
    public string ImageId => Picture.Id;

    /// <summary>The inversion at fraction 0.</summary>
    [JsonPropertyName("inversion_id")]
    public required string InversionId { get; init; }

    /// <summary>The inversion at fraction 1.</summary>
    [JsonPropertyName("other_inversion_id")]
    public required string OtherInversionId { get; init; }

    /// <summary>How far from the one to the other, 0 to 1.</summary>
    [JsonPropertyName("fraction")]
    public required double Fraction { get; init; }

    /// <summary>Whether the model's safety checker flags the picture, which stays as it is; null when the model has no checker.</summary>
    [JsonPropertyName("flagged")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Flagged { get; init; }

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
