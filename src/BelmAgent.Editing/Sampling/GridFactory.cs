using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Inversions;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Sampling;

/// <summary>Time grids by name, and by the nodes that a saved inversion tells.</summary>
internal static class GridFactory
{
    private static readonly string[] Names = ["linspace", "leading", "trailing", "fractional"];

    public static TimeGrid Create(string name, DiffusionPipeline pipeline, int steps) => name switch
    {
        "linspace" => TimeGrid.Linspace(pipeline.Schedule, steps),
        "leading" => TimeGrid.Leading(pipeline.Schedule, steps, Math.Max(1, pipeline.Scheduler.StepsOffset)),
        "trailing" => TimeGrid.Trailing(pipeline.Schedule, steps),
        "fractional" => TimeGrid.Fractional(pipeline.Schedule, steps),
        _ => throw new LimitExceededException("time_grid", name, string.Join(", ", Names)),
    };

    public static GridDescription Describe(TimeGrid grid) => new()
    {
        Timesteps = [.. Enumerable.Range(0, grid.Steps + 1).Select(i => grid[i].Timestep)],
        Alphas = [.. Enumerable.Range(0, grid.Steps + 1).Select(i => grid[i].Alpha)],
    };

    /// <summary>The grid of a saved inversion.</summary>
    /// <exception cref="InversionMismatchException">The inversion belongs to another model, size or grid.</exception>
    public static TimeGrid Recognise(InversionRecord record, DiffusionPipeline pipeline)
    {
        var steps = record.Metadata.Steps;
        var grid = Names.Select(name => Create(name, pipeline, steps)).FirstOrDefault(candidate => Describe(candidate).Equals(record.Metadata.Grid))
            ?? TimeGrid.Linspace(pipeline.Schedule, steps);
        record.EnsureMatches(pipeline.Folder.Hash, Describe(grid));
        return grid;
    }
}
