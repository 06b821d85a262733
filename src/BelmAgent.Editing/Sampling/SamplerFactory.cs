using BelmAgent.Editing.Edits;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Sampling;

/// <summary>Samplers and grids by the names that people give them.</summary>
internal static class SamplerFactory
{
    /// <summary>κ of a two-step sampler by its name; null for a sampler that has none.</summary>
    public static double? KappaOf(string sampler, double? kappa) => sampler switch
    {
        "o-belm" => kappa is null or 1 ? 1 : throw new LimitExceededException("kappa", kappa, "1 for o-belm, or choose the sampler belm"),
        "belm" => kappa ?? 0.5,
        _ => kappa is null ? null : throw new LimitExceededException("kappa", kappa, $"none for {sampler}, or choose the sampler belm"),
    };

    public static bool IsTwoStep(string sampler) => sampler is "belm" or "o-belm" or "bdia";

    public static Sampler Create(string sampler, double? kappa, TimeGrid grid, bool fixedPoint)
    {
        var resolved = KappaOf(sampler, kappa);
        if (fixedPoint)
        {
            return resolved is { } member
                ? FixedPointTwoStepSampler.Kappa(grid, member)
                : throw new LimitExceededException("fixed_point", sampler, "the sampler o-belm or belm");
        }

        return sampler switch
        {
            "ddim" => new DdimSampler(grid),
            "edict" => new EdictSampler(grid),
            "bdia" => TwoStepSampler.Bdia(grid),
            "belm" => TwoStepSampler.Kappa(grid, resolved!.Value),
            "o-belm" => TwoStepSampler.OBelm(grid),
            _ => throw new LimitExceededException("sampler", sampler, "ddim, edict, bdia, belm or o-belm"),
        };
    }

    public static TimeGrid CreateGrid(string name, NoiseSchedule schedule, SchedulerConfig scheduler, int steps) => name switch
    {
        "linspace" => TimeGrid.Linspace(schedule, steps),
        "leading" => TimeGrid.Leading(schedule, steps, Math.Max(1, scheduler.StepsOffset)),
        "trailing" => TimeGrid.Trailing(schedule, steps),
        "fractional" => TimeGrid.Fractional(schedule, steps),
        _ => throw new LimitExceededException("time_grid", name, "linspace, leading, trailing or fractional"),
    };
}
