namespace BelmAgent.Sampling.Tests;

/// <summary>The exact noise field of data drawn from a Gaussian mixture with one diagonal covariance: a network without error.</summary>
internal sealed class GaussianMixture : INoisePredictor
{
    private readonly double[][] _means;
    private readonly double[] _weights;
    private readonly double[] _deviations;
    private readonly double[] _logs;

    public GaussianMixture(double[][] means, double[] weights, double[] deviations)
        => (_means, _weights, _deviations, _logs) = (means, weights, deviations, new double[means.Length]);

    /// <summary>Creates random modes, with deviations that fall from 0.7 to a given one by a power law.</summary>
    public static GaussianMixture Random(int dimension, int modes, double sharpest, int seed)
    {
        Gauss gauss = new(seed);
        return new(
            [.. Enumerable.Range(0, modes).Select(_ => gauss.Vector(dimension))],
            [.. Enumerable.Range(0, modes).Select(k => (k + 1.0) / (modes * (modes + 1) / 2))],
            Spectrum(dimension, sharpest));
    }

    public static double[] Spectrum(int dimension, double sharpest)
        => [.. Enumerable.Range(1, dimension).Select(d => 0.7 * Math.Pow(d, Math.Log(sharpest / 0.7) / Math.Log(dimension)))];

    /// <summary>Draws a clean sample.</summary>
    public double[] Draw(Gauss gauss)
    {
        double pick = gauss.Uniform(), sum = 0;
        int mode = 0;
        while (mode < _weights.Length - 1 && (sum += _weights[mode]) < pick)
        {
            mode++;
        }

        return [.. gauss.Vector(_deviations.Length).Select((z, d) => _means[mode][d] + (_deviations[d] * z))];
    }

    public void Predict(ReadOnlySpan<double> sample, in TimeNode node, Span<double> noise, CancellationToken cancellationToken)
    {
        double noisePower = node.SigmaBar * node.SigmaBar;
        for (int m = 0; m < _means.Length; m++)
        {
            _logs[m] = Math.Log(_weights[m]);
            for (int d = 0; d < sample.Length; d++)
            {
                double off = (sample[d] / node.Alpha) - _means[m][d];
                _logs[m] -= 0.5 * off * off / ((_deviations[d] * _deviations[d]) + noisePower);
            }
        }

        double top = double.NegativeInfinity, total = 0;
        foreach (double log in _logs)
        {
            top = Math.Max(top, log);
        }

        foreach (double log in _logs)
        {
            total += Math.Exp(log - top);
        }

        noise.Clear();
        for (int m = 0; m < _means.Length; m++)
        {
            double share = Math.Exp(_logs[m] - top) / total;
            for (int d = 0; d < sample.Length; d++)
            {
                double off = (sample[d] / node.Alpha) - _means[m][d];
                noise[d] += share * node.SigmaBar * off / ((_deviations[d] * _deviations[d]) + noisePower);
            }
        }
    }
}
