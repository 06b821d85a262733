namespace BelmAgent.Sampling;

/// <summary>Describes a sampler: its name, what a step costs, and what it can do.</summary>
/// <remarks>
/// Whoever treats samplers differently asks this record and never compares names. Each sampler declares its own beside
/// its equations; <see cref="SamplerCatalog"/> lists them. Immutable and safe to share between threads.
/// </remarks>
public sealed record SamplerInfo
{
    /// <summary>Gets the name that users select the sampler by, such as <c>o-belm</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the function that creates the sampler on a grid; it reads only the settings that concern it.</summary>
    public required Func<TimeGrid, SamplerSettings, Sampler> Create { get; init; }

    /// <summary>Gets the network calls that one step needs, at least 1. Default: 1.</summary>
    public int EvaluationsPerStep { get; init; } = 1;

    /// <summary>Gets whether sampling undoes inversion algebraically, so that only rounding remains. Default: true.</summary>
    public bool IsExact { get; init; } = true;

    /// <summary>Gets whether the state is a position and the slope below it, so that N calls invert and N − 1 return. Default: false.</summary>
    public bool IsTwoStep { get; init; }

    /// <summary>Gets whether κ may be chosen (<see cref="SamplerSettings.Kappa"/>). Default: false.</summary>
    public bool HasKappa { get; init; }

    /// <summary>Gets the κ of a member of the family that is fixed; null where κ may be chosen or has no meaning.</summary>
    public double? FixedKappa { get; init; }

    /// <summary>Gets whether γ may be chosen (<see cref="SamplerSettings.Gamma"/>). Default: false.</summary>
    public bool HasGamma { get; init; }

    /// <summary>Gets whether the mixing weight p may be chosen (<see cref="SamplerSettings.Mixing"/>). Default: false.</summary>
    public bool HasMixing { get; init; }

    /// <summary>Gets whether its chains can swap roles every other step (<see cref="SamplerSettings.Alternate"/>). Default: false.</summary>
    public bool CanAlternate { get; init; }

    /// <summary>Gets whether a state on its way down can be held to a source's trajectory. Default: true.</summary>
    public bool CanBlend { get; init; } = true;

    /// <summary>Gets whether there is a form in 64-bit fixed point, whose round trip gives back every bit. Default: false.</summary>
    public bool HasFixedPoint { get; init; }

    /// <summary>Gets whether its trajectory records the noise that <see cref="TrajectoryCorrectedSampler"/> corrects a target by. Default: true.</summary>
    public bool CanBeCorrected { get; init; } = true;
}
