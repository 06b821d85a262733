namespace BelmAgent.Sampling.Tests;

/// <summary>Seeded normal deviates (Box and Muller).</summary>
internal sealed class Gauss(int seed)
{
    private readonly Random _random = new(seed);

    public double Uniform() => _random.NextDouble();

    public double Next() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    public double[] Vector(int length) => [.. Enumerable.Range(0, length).Select(_ => Next())];
}
