using BelmAgent.Sampling;

namespace BelmAgent.Editing.Inversions;

/// <summary>An inversion in memory, ready for sampling.</summary>
/// <param name="Metadata">Its description.</param>
/// <param name="Sampler">The sampler that created it, on its grid.</param>
/// <param name="State">The state from which sampling continues.</param>
/// <param name="Trajectory">Every state on the way, and the noise there; null if none was kept.</param>
/// <param name="Evaluations">Number of UNet row evaluations that it took now; 0 if it was loaded.</param>
internal sealed record HeldInversion(InversionMetadata Metadata, Sampler Sampler, SamplerState State, Trajectory? Trajectory, int Evaluations);
