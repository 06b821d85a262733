namespace BelmAgent.Editing.Edits;

/// <summary>What the edit loop gave.</summary>
/// <param name="Latent">The target's clean latent.</param>
/// <param name="Evaluations">UNet row evaluations, without the inversion's.</param>
/// <param name="Mask">One number a latent cell, 1 where the finished picture could change; null where nothing bounded it.</param>
/// <param name="Notes">What could not be done as asked, one sentence each.</param>
internal sealed record EditLoopResult(double[] Latent, int Evaluations, double[]? Mask, IReadOnlyList<string> Notes);
