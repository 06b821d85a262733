namespace BelmAgent.Sampling;

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
