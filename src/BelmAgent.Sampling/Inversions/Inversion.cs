namespace BelmAgent.Sampling;

/// <summary>An inverted picture: the state from which it can be reconstructed, and the data recorded on the way.</summary>
/// <param name="State">The state at node K.</param>
/// <param name="Clean">
/// The x₀ that was inverted. In fixed point it is the input rounded to multiples of 2⁻⁴⁸ (in x̄₀), and this vector is restored bit for
/// bit; otherwise it is the input.
/// </param>
/// <param name="Trajectory">The states at nodes 0 … K, if <see cref="InversionOptions.RecordTrajectory"/> was set.</param>
/// <param name="Evaluations">Number of network calls.</param>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record Inversion(SamplerState State, ReadOnlyMemory<double> Clean, Trajectory? Trajectory, int Evaluations);
