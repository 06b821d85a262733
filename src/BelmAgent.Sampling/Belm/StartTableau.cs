using System.Numerics.Tensors;

namespace BelmAgent.Sampling;

/// <summary>A start rule as an explicit Runge–Kutta tableau in which each stage builds on the one before it alone.</summary>
/// <param name="Nodes">Where each stage lies, as a share of the step.</param>
/// <param name="Weights">Weight of each stage in the slope; they sum to 1.</param>
internal sealed record StartTableau(double[] Nodes, double[] Weights)
{
    private static readonly StartTableau Euler = new([0], [1]);
    private static readonly StartTableau Heun = new([0, 1], [1.0 / 2, 1.0 / 2]);
    private static readonly StartTableau Classical = new([0, 1.0 / 2, 1.0 / 2, 1], [1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6]);

    public static StartTableau For(StartRule rule) => rule switch
    {
        StartRule.Ddim => Euler,
        StartRule.Heun => Heun,
        StartRule.RungeKutta4 => Classical,
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "No such start rule."),
    };

    /// <summary>Finds the slope of the step from one node to a neighbouring one.</summary>
    /// <param name="run">Calls the network; its state is that of the first node.</param>
    /// <param name="grid">The nodes.</param>
    /// <param name="from">Index of the first node.</param>
    /// <param name="to">Index of its neighbour.</param>
    /// <param name="position">x̄ at the first node.</param>
    public double[] Slope(SamplingRun run, TimeGrid grid, int from, int to, ReadOnlySpan<double> position)
    {
        var slope = new double[position.Length];
        var h = grid.SigmaBar(to) - grid.SigmaBar(from);
        run.Visit(from);
        TensorPrimitives.Multiply(run.Noise, Weights[0], slope);
        for (var stage = 1; stage < Nodes.Length; stage++)
        {
            var node = grid.Between(from, to, Nodes[stage]);
            TensorPrimitives.MultiplyAdd(run.Noise, h * Nodes[stage], position, run.State);
            TensorPrimitives.Multiply(run.State, node.Alpha, run.State);
            run.Evaluate(node);
            TensorPrimitives.MultiplyAdd(run.Noise, Weights[stage], slope, slope);
        }

        return slope;
    }
}
