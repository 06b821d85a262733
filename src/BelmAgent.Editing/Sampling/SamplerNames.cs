using BelmAgent.Editing.Edits;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Sampling;

/// <summary>What the samplers' names allow.</summary>
internal static class SamplerNames
{
    public static bool IsTwoStep(string sampler) => sampler is "belm" or "o-belm" or "bdia";

    /// <summary>κ of a member of the family; null for samplers that have none.</summary>
    /// <exception cref="LimitExceededException">κ was given to a sampler that has its own or none.</exception>
    public static double? KappaOf(string sampler, double? asked) => sampler switch
    {
        "belm" => asked ?? new SamplerSettings().Kappa,
        "o-belm" => asked is null or 1 ? 1 : throw new LimitExceededException("kappa", asked, "none with o-belm, whose κ is 1, or choose the sampler belm"),
        _ => asked is null ? null : throw new LimitExceededException("kappa", asked, $"none with {sampler}, or choose the sampler belm"),
    };

    public static Sampler Create(string sampler, double? kappa, TimeGrid grid, bool fixedPoint = false)
    {
        if (fixedPoint && !IsTwoStep(sampler))
        {
            throw new LimitExceededException("fixed_point", sampler, "o-belm, belm or bdia as the sampler");
        }

        var settings = new SamplerSettings { FixedPoint = fixedPoint };
        return SamplerCatalog.Create(sampler, grid, kappa is { } value ? settings with { Kappa = value } : settings);
    }
}
