namespace BelmAgent.Sampling;

/// <summary>
/// Samples the target of an edit, corrected by the source's exact trajectory s (Direct Inversion on the target row): x_{i−1} =
/// D_i(x_i, ε_target) + [s_{i−1} − D_i(s_i, ε_source)], where D_i is a DDIM step from node i to i − 1.
/// </summary>
/// <remarks>
/// A target that has not departed from the source and sees the same noise follows it bit for bit. There is no second state, so
/// guidance cannot excite a parasitic mode. Immutable and safe to share between threads.
/// </remarks>
public sealed class TrajectoryCorrectedSampler
{
    /// <summary>Creates a trajectory-corrected sampler on a grid.</summary>
    /// <param name="grid">The grid of the trajectories.</param>
    public TrajectoryCorrectedSampler(TimeGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        Grid = grid;
    }

    /// <summary>Gets the nodes.</summary>
    public TimeGrid Grid { get; }

    /// <summary>Makes one step in place: x_i becomes x_{i−1}.</summary>
    /// <param name="i">The node to step down from, 1 to the trajectory's last.</param>
    /// <param name="source">The source's trajectory.</param>
    /// <param name="sourceNoise">ε(s_i, t_i) under the source prompt, as the inversion saw it.</param>
    /// <param name="targetNoise">ε(x_i, t_i) under the target prompt.</param>
    /// <param name="target">x_i; receives x_{i−1}.</param>
    /// <exception cref="ArgumentException">There is no such node, or a vector does not have the trajectory's dimension.</exception>
    public void Step(
        int i, Trajectory source, ReadOnlySpan<double> sourceNoise, ReadOnlySpan<double> targetNoise, Span<double> target)
    {
        ArgumentNullException.ThrowIfNull(source);
        Grid.ThrowIfNoNode(i, least: 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(sourceNoise.Length, source.Dimension, nameof(sourceNoise));
        ArgumentOutOfRangeException.ThrowIfNotEqual(targetNoise.Length, source.Dimension, nameof(targetNoise));
        ArgumentOutOfRangeException.ThrowIfNotEqual(target.Length, source.Dimension, nameof(target));
        ReadOnlySpan<double> here = source.State(i), below = source.State(i - 1);
        var scale = Grid[i - 1].Alpha / Grid[i].Alpha;
        var weight = Grid[i - 1].Alpha * Grid.Step(i);

        // D is linear, so only the departure from the source takes the DDIM step. When nothing departs, both differences and thus the whole
        // bracket are +0, and subtracting it preserves even the sign of a zero.
        for (var k = 0; k < target.Length; k++)
        {
            target[k] = below[k] - ((weight * (targetNoise[k] - sourceNoise[k])) - (scale * (target[k] - here[k])));
        }
    }

    /// <summary>Samples from the trajectory's last state down to the clean target.</summary>
    /// <param name="source">The source's trajectory.</param>
    /// <param name="sourcePredictor">
    /// The network as the inversion used it. It is called at the nodes whose noise the trajectory does not hold: only the last one for
    /// the trajectory of a two-step sampler.
    /// </param>
    /// <param name="targetPredictor">The network under the target prompt.</param>
    /// <param name="clean">Receives x₀ of the target.</param>
    /// <param name="progress">Receives a report once per step of the target, on this thread.</param>
    /// <param name="blend">Blends the target with the source after each step. Default: no blending.</param>
    /// <param name="cancellationToken">Checked before each network call.</param>
    /// <returns>The number of network calls, by both predictors.</returns>
    /// <exception cref="ArgumentException">The trajectory is longer than the grid, or lengths differ.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    /// <exception cref="NonFiniteOutputException">The network returned infinity or NaN.</exception>
    public int Sample(
        Trajectory source,
        INoisePredictor sourcePredictor,
        INoisePredictor targetPredictor,
        Span<double> clean,
        IProgress<SamplingProgress>? progress = null,
        TrajectoryBlend? blend = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sourcePredictor);
        ArgumentNullException.ThrowIfNull(targetPredictor);
        Grid.ThrowIfNoNode(source.LastNode, least: 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(clean.Length, source.Dimension, nameof(clean));
        SamplingRun target = new(targetPredictor, Grid, source.Dimension, source.LastNode, cancellationToken) { Progress = progress };
        SamplingRun origin = new(sourcePredictor, Grid, source.Dimension, source.LastNode, cancellationToken);
        source.State(source.LastNode).CopyTo(target.State);
        for (var i = source.LastNode; i > 0; i--)
        {
            target.Visit(i);
            Step(i, source, SourceNoise(i, source, origin), target.Noise, target.State);
            blend?.Apply(i - 1, scale: 1, target.State);
        }

        target.State.CopyTo(clean);
        return target.Evaluations + origin.Evaluations;
    }

    private ReadOnlySpan<double> SourceNoise(int i, Trajectory source, SamplingRun origin)
    {
        if (source.HasNoise(i))
        {
            return source.Noise(i);
        }

        source.State(i).CopyTo(origin.State);
        origin.Evaluate(Grid[i]);
        return origin.Noise;
    }
}
