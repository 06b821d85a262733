namespace BelmAgent.Editing.Edits;

/// <summary>The result of the edit loop.</summary>
/// <param name="Latent">The target's clean latent.</param>
/// <param name="Evaluations">Number of UNet row evaluations, without the inversion's.</param>
/// <param name="Mask">One number per latent cell, 1 where the finished picture could change; null if nothing bounded it.</param>
/// <param name="Notes">What could not be done as requested, one sentence each.</param>
internal sealed record EditLoopResult(double[] Latent, int Evaluations, double[]? Mask, IReadOnlyList<string> Notes);
