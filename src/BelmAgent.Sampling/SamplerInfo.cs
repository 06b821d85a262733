namespace BelmAgent.Sampling;

/// <summary>Describes a sampler: its name, what a step costs, and what it can do.</summary>
/// <remarks>
/// Code that treats samplers differently reads this record and never compares names. Each sampler declares its own beside its
/// equations; <see cref="SamplerCatalog"/> lists them. Immutable and safe to share between threads.
/// </remarks>
public sealed record SamplerInfo
{
    /// <summary>Gets the name that users select the sampler by, such as <c>o-belm</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the function that creates the sampler on a grid; it reads only the settings of this sampler.</summary>
    public required Func<TimeGrid, SamplerSettings, Sampler> Create { get; init; }

    /// <summary>Gets the number of network calls per step, at least 1. Default: 1.</summary>
    public int EvaluationsPerStep { get; init; } = 1;

    /// <summary>Gets whether sampling undoes inversion algebraically, so that only rounding remains. Default: true.</summary>
    public bool IsExact { get; init; } = true;

    /// <summary>
    /// Gets whether the state is a position and the slope below it, so that inversion takes N calls and sampling N − 1. Default:
    /// false.
    /// </summary>
    public bool IsTwoStep { get; init; }

    /// <summary>Gets whether κ can be chosen (<see cref="SamplerSettings.Kappa"/>). Default: false.</summary>
    public bool HasKappa { get; init; }

    /// <summary>Gets whether the number of states that a step reads can be chosen (<see cref="SamplerSettings.Order"/>). Default: false.</summary>
    public bool HasOrder { get; init; }

    /// <summary>Gets the κ of a family member whose κ is fixed; null if κ can be chosen or has no meaning.</summary>
    public double? FixedKappa { get; init; }

    /// <summary>Gets whether γ can be chosen (<see cref="SamplerSettings.Gamma"/>). Default: false.</summary>
    public bool HasGamma { get; init; }

    /// <summary>Gets whether the mixing weight p can be chosen (<see cref="SamplerSettings.Mixing"/>). Default: false.</summary>
    public bool HasMixing { get; init; }

    /// <summary>Gets whether its chains can swap roles every other step (<see cref="SamplerSettings.Alternate"/>). Default: false.</summary>
    public bool CanAlternate { get; init; }

    /// <summary>Gets whether a target can be blended with its source's trajectory while sampling. Default: true.</summary>
    public bool CanBlend { get; init; } = true;

    /// <summary>Gets whether there is a form in 64-bit fixed point, whose round trip restores every bit. Default: false.</summary>
    public bool HasFixedPoint { get; init; }

    /// <summary>
    /// Gets whether its trajectory records the noise that <see cref="TrajectoryCorrectedSampler"/> needs to correct a target. Default:
    /// true.
    /// </summary>
    public bool CanBeCorrected { get; init; } = true;
}

/// <summary>Holds the settings of a sampler that is created by name; each sampler reads only its own.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record SamplerSettings
{
    internal const double DefaultGamma = 0.96;

    /// <summary>Gets the κ of <c>belm</c>, in [0, 1]; <c>o-belm</c> ignores it and uses κ = 1. Default: 0.5.</summary>
    public double Kappa { get; init; } = 0.5;

    /// <summary>
    /// Gets the number k of states that a step of <c>belm</c> reads, 2 or more; above 2 it is the member with the least local error
    /// (<see cref="MultiStepSampler"/>), which has neither κ nor fixed point and is not zero-stable. Default: 2.
    /// </summary>
    public int Order { get; init; } = 2;

    /// <summary>Gets the γ of <c>bdia</c>, in (0, 1]. Default: 0.96.</summary>
    public double Gamma { get; init; } = DefaultGamma;

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

/// <summary>The timestep passed to the network while DDIM inverts from node i − 1 to node i.</summary>
public enum DdimInversionTimestep
{
    /// <summary>t_{i−1}, the timestep of the current state: BELM's authors.</summary>
    Source,

    /// <summary>t_i, the timestep of the next state: prompt-to-prompt, null-text inversion, Direct Inversion, MasaCtrl.</summary>
    Destination,
}
