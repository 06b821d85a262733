namespace BelmAgent.Sampling;

/// <summary>A picture inverted: the state that brings it back, and what was met on the way.</summary>
/// <param name="State">The state at node K.</param>
/// <param name="Clean">
/// The x₀ that was inverted. In fixed point it is the input rounded to multiples of 2⁻⁴⁸ (in x̄₀), and it is this vector
/// that comes back bit for bit; otherwise it is the input.
/// </param>
/// <param name="Trajectory">The states at nodes 0 … K, where <see cref="InversionOptions.RecordTrajectory"/> asked for them.</param>
/// <param name="Evaluations">Network calls made.</param>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record Inversion(SamplerState State, ReadOnlyMemory<double> Clean, Trajectory? Trajectory, int Evaluations);
