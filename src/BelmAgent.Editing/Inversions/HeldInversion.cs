using BelmAgent.Sampling;

namespace BelmAgent.Editing.Inversions;

/// <summary>An inversion in memory, ready to be sampled from.</summary>
/// <param name="Metadata">What it is of.</param>
/// <param name="Sampler">The sampler that made it, on its grid.</param>
/// <param name="State">Where sampling goes on from.</param>
/// <param name="Trajectory">Every state on the way, and the noise seen there; null where none was kept.</param>
/// <param name="Evaluations">UNet row evaluations that it took now; 0 when it was loaded.</param>
internal sealed record HeldInversion(InversionMetadata Metadata, Sampler Sampler, SamplerState State, Trajectory? Trajectory, int Evaluations);
