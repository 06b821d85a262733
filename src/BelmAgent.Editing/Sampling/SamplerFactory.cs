using BelmAgent.Editing.Edits;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Sampling;

/// <summary>Creates samplers from requests' settings, and refuses what a sampler does not have.</summary>
internal static class SamplerFactory
{
    /// <summary>Gets the κ that a sampler runs with; null for samplers that have none.</summary>
    /// <exception cref="LimitExceededException">κ was given to a sampler that has its own or none.</exception>
    public static double? KappaOf(SamplerInfo sampler, double? asked) => sampler switch
    {
        { HasKappa: true } => asked ?? new SamplerSettings().Kappa,
        { FixedKappa: { } kappa } => asked is null || asked == kappa
            ? kappa
            : throw new LimitExceededException("kappa", asked, FormattableString.Invariant($"none with {sampler.Name}, whose κ is {kappa}, or choose the sampler {WithKappa}")),
        _ => asked is null ? null : throw new LimitExceededException("kappa", asked, $"none with {sampler.Name}, or choose the sampler {WithKappa}"),
    };

    /// <summary>Creates a sampler.</summary>
    /// <exception cref="LimitExceededException">Fixed point is asked of a sampler that has no such form.</exception>
    public static Sampler Create(SamplerInfo sampler, double? kappa, TimeGrid grid, bool fixedPoint = false)
    {
        if (fixedPoint && !sampler.HasFixedPoint)
        {
            var capable = SamplerCatalog.All.Where(candidate => candidate.HasFixedPoint).Select(candidate => candidate.Name).Reverse().ToArray();
            throw new LimitExceededException("fixed_point", sampler.Name, $"{string.Join(", ", capable[..^1])} or {capable[^1]} as the sampler");
        }

        var settings = new SamplerSettings { FixedPoint = fixedPoint };
        return sampler.Create(grid, sampler.HasKappa && kappa is { } value ? settings with { Kappa = value } : settings);
    }

    private static string WithKappa => string.Join(" or ", SamplerCatalog.All.Where(sampler => sampler.HasKappa).Select(sampler => sampler.Name));
}
