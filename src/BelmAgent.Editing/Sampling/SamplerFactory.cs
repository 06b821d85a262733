using BelmAgent.Editing.Edits;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Sampling;

/// <summary>Samplers and grids by the names that people give them.</summary>
internal static class SamplerFactory
{
    public const string DefaultKappaNote = "κ of belm, 0 to 1; 1 is O-BELM, 0.5 averages slopes";

    public static TimeGrid CreateGrid(string name, NoiseSchedule schedule, SchedulerConfig scheduler, int steps) => name switch
    {
        "linspace" => TimeGrid.Linspace(schedule, steps),
        "leading" => TimeGrid.Leading(schedule, steps, Math.Max(1, scheduler.StepsOffset)),
        "trailing" => TimeGrid.Trailing(schedule, steps),
        "fractional" => TimeGrid.Fractional(schedule, steps),
        _ => throw new LimitExceededException("time_grid", name, "linspace, leading, trailing or fractional"),
    };
}
