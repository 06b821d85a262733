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

/// <summary>Options of an inversion.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record InversionOptions
{
    /// <summary>Gets the node K to stop at, 1 to N; see <see cref="TimeGrid.NodeForStrength"/>. Default: null, the last node of the grid.</summary>
    public int? LastNode { get; init; }

    /// <summary>Gets the rule for the first step of a two-step sampler; DDIM and EDICT ignore it. Default: DDIM's.</summary>
    public StartRule Start { get; init; } = StartRule.Ddim;

    /// <summary>Gets whether every state, and the noise at every node where the sampler calls the network, is recorded. Default: false.</summary>
    public bool RecordTrajectory { get; init; }
}

/// <summary>The rule by which a two-step sampler makes its first step, before it has a second state.</summary>
public enum StartRule
{
    /// <summary>The noise at the first node alone (Euler), as in the papers. No additional network call.</summary>
    Ddim,

    /// <summary>The mean of the noise at both ends (Heun). One additional network call.</summary>
    Heun,

    /// <summary>The classical fourth-order Runge–Kutta rule. Three additional network calls, one of them at a fractional timestep.</summary>
    RungeKutta4,
}
