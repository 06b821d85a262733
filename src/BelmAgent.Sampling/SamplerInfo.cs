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
