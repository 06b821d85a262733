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
}
