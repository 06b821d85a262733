namespace BelmAgent.Sampling;

/// <summary>Holds the settings of a sampler that is created by name; each sampler reads only its own.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record SamplerSettings
{
    /// <summary>Gets the κ of <c>belm</c>, in [0, 1]; <c>o-belm</c> ignores it and uses κ = 1. Default: 0.5.</summary>
    public double Kappa { get; init; } = 0.5;

    /// <summary>Gets the γ of <c>bdia</c>, in (0, 1]. Default: 0.96.</summary>
    public double Gamma { get; init; } = 0.96;

    /// <summary>Gets the mixing weight p of <c>edict</c>, in (0, 1]. Default: 0.93.</summary>
    public double Mixing { get; init; } = 0.93;

    /// <summary>Gets whether the chains of <c>edict</c> swap roles every other step. Default: false.</summary>
    public bool Alternate { get; init; }

    /// <summary>Gets the timestep that <c>ddim</c> passes to the network while inverting. Default: the source's.</summary>
    public DdimInversionTimestep InversionTimestep { get; init; } = DdimInversionTimestep.Source;

    /// <summary>
    /// Gets whether the two-step samplers keep their state in 64-bit fixed point, for a bit-exact round trip; <c>ddim</c> and
    /// <c>edict</c> do not support it. Default: false.
    /// </summary>
    public bool FixedPoint { get; init; }
}
