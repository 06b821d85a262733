using BelmAgent.Editing.Inversions;

namespace BelmAgent.Evaluation.Edits;

/// <summary>An inversion and what it took, so that each method that shares it can be charged for it.</summary>
/// <param name="Inversion">The inversion, its trajectory included.</param>
/// <param name="Seconds">Seconds that it took.</param>
internal sealed record TimedInversion(HeldInversion Inversion, double Seconds);
