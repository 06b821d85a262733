using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Plans;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Sampling;

/// <summary>Creates time grids by name, and by the nodes of a saved inversion.</summary>
internal static class GridFactory
{
    // The model's scheduler config, including its clean end, as in diffusers.
    private const string Scheduler = "scheduler";

    private static readonly string[] Names = ["linspace", "leading", "trailing", "fractional", Scheduler];

    public static TimeGrid Create(string name, DiffusionPipeline pipeline, int steps) => name switch
    {
        "linspace" => TimeGrid.Linspace(pipeline.Schedule, steps),
        "leading" => TimeGrid.Leading(pipeline.Schedule, steps, Math.Max(1, pipeline.Scheduler.StepsOffset)),
        "trailing" => TimeGrid.Trailing(pipeline.Schedule, steps),
        "fractional" => TimeGrid.Fractional(pipeline.Schedule, steps),
        Scheduler => TimeGrid.FromConfig(pipeline.Scheduler, steps),
        _ => throw new LimitExceededException("time_grid", name, string.Join(", ", Names)),
    };

    /// <summary>Returns the node from which an edit of a strength starts; known before the model is loaded.</summary>
    public static int NodeForStrength(string name, ModelFolder folder, int steps, double strength)
    {
        if (name == Scheduler)
        {
            return TimeGrid.FromConfig(SchedulerFile.Load(folder), steps).NodeForStrength(strength);
        }

        return Math.Max(2, (int)Math.Round(strength * steps, MidpointRounding.ToEven));
    }

    // diffusers' grid may have one step fewer than requested, and the model's grid may not exist for some numbers of steps.
    public static IEnumerable<TimeGrid> Candidates(DiffusionPipeline pipeline, int steps)
    {
        foreach (var (name, count) in Names.Select(name => (name, steps)).Append((Scheduler, steps + 1)))
        {
            TimeGrid grid;
            try
            {
                grid = Create(name, pipeline, count);
            }
            catch (BelmException)
            {
                continue;
            }

            yield return grid;
        }
    }
}
