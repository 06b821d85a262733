namespace BelmAgent.Diffusion.Describing;

/// <summary>The describer's result for a picture.</summary>
/// <param name="Labels">The label of each head, by the head's name.</param>
/// <param name="Confidences">The probability of each of those labels, 0 to 1.</param>
/// <param name="Caption">The same as one canonical caption.</param>
public sealed record SceneDescription(
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, double> Confidences,
    string Caption);
