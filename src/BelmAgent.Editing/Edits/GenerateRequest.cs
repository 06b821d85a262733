using BelmAgent.Sampling;

namespace BelmAgent.Editing.Edits;

/// <summary>A picture to be generated from a prompt.</summary>
public sealed record GenerateRequest
{
    /// <summary>Gets what the picture should show; empty for a model that takes no prompt.</summary>
    public required string Prompt { get; init; }

    /// <summary>Gets the seed of the noise; the same seed, model and settings give the same picture. Null: random.</summary>
    public long? Seed { get; init; }

    /// <summary>Gets the number of steps N, 2 to 1000. Null: the configured default.</summary>
    public int? Steps { get; init; }

    /// <summary>Gets the guidance w, 1 to 30. Null: the configured default.</summary>
    public double? Guidance { get; init; }

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
}
