using System.Numerics.Tensors;

namespace BelmAgent.Sampling;

/// <summary>A start rule as an explicit Runge–Kutta tableau in which each stage builds on the one before it alone.</summary>
/// <param name="Nodes">Where each stage lies, as a share of the step.</param>
/// <param name="Weights">Weight of each stage in the slope; they sum to 1.</param>
internal sealed record StartTableau(double[] Nodes, double[] Weights)
{
    private static readonly StartTableau _euler = new([0], [1]);
    private static readonly StartTableau _heun = new([0, 1], [1.0 / 2, 1.0 / 2]);
    private static readonly StartTableau _classical = new([0, 1.0 / 2, 1.0 / 2, 1], [1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6]);

    public static StartTableau Of(StartRule rule) => rule switch
    {
        StartRule.Ddim => _euler,
        StartRule.Heun => _heun,
        StartRule.RungeKutta4 => _classical,
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "No such start rule."),
    };

    /// <summary>Finds the slope of the step from where the walk stands to a neighbouring node, and hands it to the walk.</summary>
    public void Begin(TwoStepWalk walk, SamplingRun run, TimeGrid grid, int to)
    {
        double[] x = new double[run.State.Length], slope = new double[run.State.Length];
        double h = grid.SigmaBar(to) - grid.SigmaBar(walk.Node);
        walk.ReadUnscaled(x);
        walk.Read(run.State);
        run.Visit(walk.Node);
        TensorPrimitives.Multiply(run.Noise, Weights[0], slope);
        for (int stage = 1; stage < Nodes.Length; stage++)
        {
            TimeNode node = grid.Between(walk.Node, to, Nodes[stage]);
            TensorPrimitives.MultiplyAdd(run.Noise, h * Nodes[stage], x, run.State);
            TensorPrimitives.Multiply(run.State, node.Alpha, run.State);
            run.Evaluate(node);
            TensorPrimitives.MultiplyAdd(run.Noise, Weights[stage], slope, slope);
        }

        walk.Begin(Math.Max(walk.Node, to), slope);
    }
}
