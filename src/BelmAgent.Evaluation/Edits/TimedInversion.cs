using BelmAgent.Editing.Inversions;

namespace BelmAgent.Evaluation.Edits;

/// <summary>An inversion and its duration, which is charged to each method that shares it.</summary>
/// <param name="Inversion">The inversion, including its trajectory.</param>
/// <param name="Seconds">Its duration in seconds.</param>
internal sealed record TimedInversion(HeldInversion Inversion, double Seconds);
