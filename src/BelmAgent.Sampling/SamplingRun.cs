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
    TrajectoryBlend? blend = null)
{
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
        predictor.Predict(State, node, Noise, cancellationToken);
        Evaluations++;
        if (!TensorPrimitives.IsFiniteAll<double>(Noise))
        {
            throw new NonFiniteNoiseException(node);
        }
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
