namespace BelmAgent.Sampling.Tests;

/// <summary>A noise field that acts on each element alone, given as a function.</summary>
internal sealed class FunctionPredictor(Func<double, TimeNode, double> epsilon) : INoisePredictor
{
    /// <summary>Gets the field of the golden values: ε(x, t) = sin x + 0.1·cos(t/1000).</summary>
    public static FunctionPredictor Golden => new((x, node) => Math.Sin(x) + (0.1 * Math.Cos(node.Timestep / 1000)));

    public int Calls { get; private set; }

    public void Predict(ReadOnlySpan<double> sample, in TimeNode node, Span<double> noise, CancellationToken cancellationToken)
    {
        Calls++;
        for (int k = 0; k < sample.Length; k++)
        {
            noise[k] = epsilon(sample[k], node);
        }
    }
}
