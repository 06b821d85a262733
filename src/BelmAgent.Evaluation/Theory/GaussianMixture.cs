using BelmAgent.Sampling;

namespace BelmAgent.Evaluation.Theory;

/// <summary>
/// The noise of a mixture of isotropic normal distributions in closed form: a network without error. With q(x̄, σ̄) the mixture whose variances
/// are s_k² + σ̄², ε̄(x̄, σ̄) = −σ̄·∇log q.
/// </summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
internal sealed class GaussianMixture : INoisePredictor
{
    private readonly double[][] _means;
    private readonly double[] _variances;

    /// <summary>Creates a mixture from a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="dimension">Number of coordinates, at least 1.</param>
    /// <param name="modes">Number of modes, at least 1.</param>
    public GaussianMixture(int seed, int dimension = 16, int modes = 4)
    {
        var random = new Random(seed);
        _means = [.. Enumerable.Range(0, modes).Select(_ => Enumerable.Range(0, dimension).Select(_ => (2 * random.NextDouble()) - 1).ToArray())];
        // Wide enough that the coarsest grids resolve them: theory is about small steps.
        _variances = [.. Enumerable.Range(0, modes).Select(_ => Math.Pow(0.4 + (0.4 * random.NextDouble()), 2))];
    }

    /// <summary>Gets the number of coordinates.</summary>
    public int Dimension => _means[0].Length;

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<double> sample, in TimeNode node, Span<double> noise, CancellationToken cancellationToken)
    {
        var position = new double[sample.Length];
        for (var i = 0; i < position.Length; i++)
        {
            position[i] = sample[i] / node.Alpha;
        }

        Slope(position, node.SigmaBar, noise);
    }

    /// <summary>Computes ε̄(x̄, σ̄).</summary>
    public void Slope(ReadOnlySpan<double> position, double sigmaBar, Span<double> slope)
    {
        Span<double> logs = stackalloc double[_means.Length];
        for (var k = 0; k < logs.Length; k++)
        {
            double squared = 0, variance = _variances[k] + (sigmaBar * sigmaBar);
            for (var i = 0; i < position.Length; i++)
            {
                var off = position[i] - _means[k][i];
                squared += off * off;
            }

            logs[k] = (-0.5 * squared / variance) - (0.5 * position.Length * Math.Log(variance));
        }

        var highest = double.NegativeInfinity;
        foreach (var log in logs)
        {
            highest = Math.Max(highest, log);
        }

        double total = 0;
        for (var k = 0; k < logs.Length; k++)
        {
            total += logs[k] = Math.Exp(logs[k] - highest);
        }

        slope.Clear();
        for (var k = 0; k < logs.Length; k++)
        {
            var weight = logs[k] / total * sigmaBar / (_variances[k] + (sigmaBar * sigmaBar));
            for (var i = 0; i < slope.Length; i++)
            {
                slope[i] += weight * (position[i] - _means[k][i]);
            }
        }
    }

    /// <summary>Follows the exact solution from one σ̄ to another, by the classical Runge–Kutta rule with steps so small that only rounding remains.</summary>
    public double[] Follow(ReadOnlySpan<double> position, double from, double to, int substeps = 400)
    {
        var x = position.ToArray();
        double[] k1 = new double[x.Length], k2 = new double[x.Length], k3 = new double[x.Length], k4 = new double[x.Length], at = new double[x.Length];
        for (var step = 0; step < substeps; step++)
        {
            double sigma = double.Lerp(from, to, (double)step / substeps), h = (to - from) / substeps;
            Slope(x, sigma, k1);
            Slope(Moved(k1, h / 2), sigma + (h / 2), k2);
            Slope(Moved(k2, h / 2), sigma + (h / 2), k3);
            Slope(Moved(k3, h), sigma + h, k4);
            for (var i = 0; i < x.Length; i++)
            {
                x[i] += h / 6 * (k1[i] + (2 * k2[i]) + (2 * k3[i]) + k4[i]);
            }
        }

        return x;

        double[] Moved(double[] slope, double h)
        {
            for (var i = 0; i < at.Length; i++)
            {
                at[i] = x[i] + (h * slope[i]);
            }

            return at;
        }
    }
}
