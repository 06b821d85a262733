using System.Text.Json.Serialization;

namespace BelmAgent.Diffusion.Models.Reports;

/// <summary>What a model folder is, and what it lacks.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Precision">Element type of most of the UNet's weights; null where there is none.</param>
/// <param name="Bytes">Bytes of its networks.</param>
/// <param name="Hash">The model's fingerprint (<see cref="ModelFingerprint"/>); null where nothing of it can be read.</param>
/// <param name="Parts">Its networks, those that can be read.</param>
/// <param name="Tokenizer">Its tokenizer; null where there is none that can be read.</param>
/// <param name="Scheduler">Its training noise; null where its config cannot be read.</param>
/// <param name="ScalingFactor">What latents are multiplied by; null where no config says.</param>
/// <param name="Faults">Why it cannot be used; none where it can.</param>
/// <param name="Notes">What else is worth knowing.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record ModelReport(
    [property: JsonPropertyName("path")] string Path,
    [property: JsonPropertyName("kind")] ModelKind Kind,
    [property: JsonPropertyName("dtype")] string? Precision,
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("hash")] string? Hash,
    [property: JsonPropertyName("parts")] IReadOnlyList<PartReport> Parts,
    [property: JsonPropertyName("tokenizer")] TokenizerReport? Tokenizer,
    [property: JsonPropertyName("scheduler")] SchedulerReport? Scheduler,
    [property: JsonPropertyName("scaling_factor")] double? ScalingFactor,
    [property: JsonPropertyName("faults")] IReadOnlyList<ModelFault> Faults,
    [property: JsonPropertyName("notes")] IReadOnlyList<string> Notes)
{
    /// <summary>Gets whether the app can use it.</summary>
    [JsonPropertyName("usable")]
    public bool IsUsable => Faults.Count == 0;
}
