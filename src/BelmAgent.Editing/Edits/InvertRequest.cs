using BelmAgent.Sampling;

namespace BelmAgent.Editing.Edits;

/// <summary>A request to invert a picture.</summary>
public sealed record InvertRequest
{
    /// <summary>Gets the picture.</summary>
    public required string ImageId { get; init; }

    /// <summary>Gets what the picture shows; may be empty, and must be empty for a model that takes no prompt.</summary>
    public required string Prompt { get; init; }

    /// <summary>Gets the sampler, a name of <see cref="SamplerCatalog"/>. Null: the configured default.</summary>
    public string? Sampler { get; init; }

    /// <summary>Gets the κ for <c>belm</c>, 0 to 1.</summary>
    public double? Kappa { get; init; }

    /// <summary>Gets the γ of <c>bdia</c>, above 0 and at most 1; an inversion of N steps magnifies rounding by γ^(−N). Null: 0.96.</summary>
    public double? Gamma { get; init; }

    /// <summary>Gets the mixing weight p of <c>edict</c>, above 0 and at most 1. Null: 0.93.</summary>
    public double? Mixing { get; init; }

    /// <summary>Gets whether the chains of <c>edict</c> swap roles every other step, as in its own code. Null: no.</summary>
    public bool? Alternate { get; init; }

    /// <summary>Gets the number of steps N, 2 to 1000. Null: the configured default.</summary>
    public int? Steps { get; init; }

    /// <summary>Gets the guidance w of the inversion, 1 to 30. Null: 1.</summary>
    public double? Guidance { get; init; }

    /// <summary>Gets how far towards noise, in (0, 1]. Null: 1.</summary>
    public double? Strength { get; init; }

    /// <summary>Gets whether to keep the state in 64-bit fixed point, so that the round trip is bit-exact (two-step samplers).</summary>
    public bool FixedPoint { get; init; }

    /// <summary>
    /// Gets whether to reconstruct the picture from its inversion and measure the round trip; this doubles the cost. Default: true.
    /// </summary>
    public bool MeasureRoundTrip { get; init; } = true;
}
