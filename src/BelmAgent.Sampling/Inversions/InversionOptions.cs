namespace BelmAgent.Sampling;

/// <summary>How far and in what way a picture is inverted.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record InversionOptions
{
    /// <summary>Gets the node K to stop at, 1 to N; see <see cref="TimeGrid.NodeForStrength"/>. Default: null, the grid's last.</summary>
    public int? LastNode { get; init; }

    /// <summary>Gets the first step of a two-step sampler; DDIM and EDICT need no such rule and ignore it. Default: DDIM's.</summary>
    public StartRule Start { get; init; } = StartRule.Ddim;

    /// <summary>Gets whether every state, and the noise at every node where the sampler asks for it, is kept. Default: false.</summary>
    public bool RecordTrajectory { get; init; }
}
