using System.Text.Json.Serialization;

namespace BelmAgent.Diffusion.Models.Reports;

/// <summary>The result of checking a model folder.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Kind">The kind of model.</param>
/// <param name="Precision">Element type of most of the UNet's weights; null if there are none.</param>
/// <param name="Bytes">Total bytes of its networks.</param>
/// <param name="Hash">The model's fingerprint (<see cref="ModelFingerprint"/>); null if nothing of it can be read.</param>
/// <param name="Parts">The readable networks.</param>
/// <param name="Tokenizer">The tokenizer; null if there is no readable one.</param>
/// <param name="Scheduler">The training noise; null if its config cannot be read.</param>
/// <param name="ScalingFactor">The factor by which latents are multiplied; null if no config gives it.</param>
/// <param name="Faults">The reasons why it cannot be used; empty if it can.</param>
/// <param name="Notes">Other useful information.</param>
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
