using System.Text.Json.Serialization;
using BelmAgent.Editing.Library;

namespace BelmAgent.Editing.Inversions;

/// <summary>A request for a picture between two that were inverted with the same settings.</summary>
public sealed record InterpolateRequest
{
    /// <summary>Gets the inversion at fraction 0: an id, or the path of its file under an allowed root.</summary>
    public required string Inversion { get; init; }

    /// <summary>Gets the inversion at fraction 1, made with the same model, sampler, grid, size, strength, prompt and guidance.</summary>
    public required string OtherInversion { get; init; }

    /// <summary>Gets the position between the two, 0 to 1. Default: 0.5.</summary>
    public double Fraction { get; init; } = 0.5;
}

/// <summary>A picture between two inversions.</summary>
public sealed record InterpolateResult
{
    /// <summary>Gets the new picture.</summary>
    [JsonIgnore]
    public required Picture Picture { get; init; }

    /// <summary>Gets the id of the new picture.</summary>
    [JsonPropertyName("image_id")]
    public string ImageId => Picture.Id;

    /// <summary>Gets the inversion at fraction 0.</summary>
    [JsonPropertyName("inversion_id")]
    public required string InversionId { get; init; }

    /// <summary>Gets the inversion at fraction 1.</summary>
    [JsonPropertyName("other_inversion_id")]
    public required string OtherInversionId { get; init; }

    /// <summary>Gets the position between the two, 0 to 1.</summary>
    [JsonPropertyName("fraction")]
    public required double Fraction { get; init; }

    /// <summary>Gets whether the model's safety checker flags the picture, which is not changed; null if the model has no checker.</summary>
    [JsonPropertyName("flagged")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Flagged { get; init; }

    /// <summary>Gets the number of UNet row evaluations.</summary>
    [JsonPropertyName("unet_evaluations")]
    public required int UnetEvaluations { get; init; }

    /// <summary>Gets the wall-clock seconds.</summary>
    [JsonPropertyName("seconds")]
    public required double Seconds { get; init; }

    /// <summary>Gets the execution provider that was actually used.</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }
}
