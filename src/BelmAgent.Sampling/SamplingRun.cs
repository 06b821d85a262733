using System.Numerics.Tensors;

namespace BelmAgent.Sampling;

/// <summary>One pass over the nodes: its buffers, its network calls and its progress reports.</summary>
/// <remarks>All memory is allocated on construction, before the first step.</remarks>
internal sealed class SamplingRun(INoisePredictor predictor, TimeGrid grid, int dimension, int steps, CancellationToken cancellationToken)
{
    // No sound state comes near this value: x has about the variance of a standard Gaussian at every node.
    private const double MaxSound = 1e4;

    private int _step;

    /// <summary>Gets the state x that is passed to the network.</summary>
    public double[] State { get; } = new double[dimension];

    /// <summary>Gets the noise ε that the network predicted last.</summary>
    public double[] Noise { get; } = new double[dimension];

    /// <summary>Gets the sampler, asked how it magnifies errors; null if there is none to ask.</summary>
    public Sampler? Sampler { get; init; }

    /// <summary>Gets the trajectory that states and noise are recorded in; null to record nothing.</summary>
    public Trajectory? Trajectory { get; init; }

    /// <summary>Gets the blend with a source's trajectory; null if there is none.</summary>
    public TrajectoryBlend? Blend { get; init; }

    /// <summary>Gets the receiver of progress reports; null if there is none.</summary>
    public IProgress<SamplingProgress>? Progress { get; init; }

    /// <summary>Gets the number of network calls so far.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Evaluates ε(<see cref="State"/>, node) into <see cref="Noise"/>.</summary>
    public void Evaluate(in TimeNode node)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            predictor.Predict(State, node, Noise, cancellationToken);
        }
        catch (NonFiniteOutputException e) when (Diverged(node, e) is { } diverged)
        {
            throw diverged;
        }

        Evaluations++;
        if (!TensorPrimitives.IsFiniteAll<double>(Noise))
        {
            throw Diverged(node, null) ?? (Exception)new NonFiniteOutputException(node);
        }
    }

    private DivergedStateException? Diverged(in TimeNode node, Exception? inner)
    {
        var magnitude = Math.Abs(TensorPrimitives.MaxMagnitude<double>(State));
        return magnitude <= MaxSound || Sampler?.Growth is not { } growth
            ? null
            : new DivergedStateException(Sampler.Name, growth, grid.Steps, node.Index, magnitude, inner);
    }

    /// <summary>Evaluates at the node of <see cref="State"/>, records the result and reports progress.</summary>
    public void Visit(int node)
    {
        RecordState(node);
        Evaluate(grid[node]);
        Trajectory?.RecordNoise(node, Noise);
        Report(node);
    }

    public void RecordState(int node) => Trajectory?.RecordState(node, State);

    public void Report(int node) => Progress?.Report(new(++_step, steps, grid[node], State, Noise));
}
