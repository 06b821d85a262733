using System.Numerics.Tensors;

namespace BelmAgent.Sampling;

/// <summary>One pass over the nodes: the buffers, the calls to the network, and who is told of them.</summary>
/// <remarks>Everything is allocated here, before the first step.</remarks>
internal sealed class SamplingRun(
    INoisePredictor predictor,
    TimeGrid grid,
    int dimension,
    int steps,
    Trajectory? trajectory,
    IProgress<SamplingProgress>? progress,
    CancellationToken cancellationToken,
    TrajectoryBlend? blend = null,
    Sampler? sampler = null)
{
    // No sound state comes near it: x has about the variance of a standard Gaussian at every node.
    private const double LargestSound = 1e4;

    private int _step;

    /// <summary>The state x that the network is shown.</summary>
    public double[] State { get; } = new double[dimension];

    /// <summary>The noise ε that it saw last.</summary>
    public double[] Noise { get; } = new double[dimension];

    /// <summary>What holds the state to a source's trajectory after each step; null where nothing does.</summary>
    public TrajectoryBlend? Blend => blend;

    /// <summary>Network calls so far.</summary>
    public int Evaluations { get; private set; }

    /// <summary>ε(<see cref="State"/>, node) into <see cref="Noise"/>.</summary>
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
        double magnitude = Math.Abs(TensorPrimitives.MaxMagnitude<double>(State));
        return magnitude <= LargestSound || sampler?.Growth is not { } growth
            ? null
            : new DivergedStateException(sampler.Name, growth, grid.Steps, node.Index, magnitude, inner);
    }

    /// <summary>The same at the node that <see cref="State"/> lies at: everything is kept and reported.</summary>
    public void Visit(int node)
    {
        RecordState(node);
        Evaluate(grid[node]);
        trajectory?.RecordNoise(node, Noise);
        Report(node);
    }

    public void RecordState(int node) => trajectory?.RecordState(node, State);

    public void Report(int node) => progress?.Report(new(++_step, steps, grid[node], State, Noise));
}
