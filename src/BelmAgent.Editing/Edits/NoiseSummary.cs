using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Edits;

/// <summary>Moments of the inverted noise. A standard Gaussian has 0, 1, 0 and, at SD's size, about 4.1.</summary>
/// <param name="Mean">Mean over all elements.</param>
/// <param name="Std">Standard deviation over all elements; well above 1 indicates a parasitic mode.</param>
/// <param name="Kurtosis">Excess kurtosis.</param>
/// <param name="MaxAbs">Largest magnitude.</param>
public sealed record NoiseSummary(
    [property: JsonPropertyName("mean")] double Mean,
    [property: JsonPropertyName("std")] double Std,
    [property: JsonPropertyName("kurtosis")] double Kurtosis,
    [property: JsonPropertyName("max_abs")] double MaxAbs);
