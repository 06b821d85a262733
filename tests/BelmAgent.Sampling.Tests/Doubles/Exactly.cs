namespace BelmAgent.Sampling.Tests;

/// <summary>The diffusion ODE solved by many steps of the classical Runge–Kutta rule: the result that a sampler should reach.</summary>
internal static class Exactly
{
    // Nodes are uniform in asinh(σ̄/σ̄₀): dense where the field changes fast, and still defined at σ̄ = 0.
    private const double Knee = 0.03;

    public static double[] Solve(INoisePredictor field, ReadOnlySpan<double> state, TimeNode from, TimeNode to, int steps = 600)
    {
        double[] x = [.. state.ToArray().Select(value => value / from.Alpha)];
        double low = Math.Asinh(from.SigmaBar / Knee), high = Math.Asinh(to.SigmaBar / Knee);
        for (int i = 0; i < steps; i++)
        {
            double here = At((double)i / steps), h = At((i + 1.0) / steps) - here;
            double[] k1 = Slope(x, here);
            double[] k2 = Slope(Plus(x, h / 2, k1), here + (h / 2));
            double[] k3 = Slope(Plus(x, h / 2, k2), here + (h / 2));
            double[] k4 = Slope(Plus(x, h, k3), here + h);
            x = [.. x.Select((value, d) => value + (h / 6 * (k1[d] + (2 * k2[d]) + (2 * k3[d]) + k4[d])))];
        }

        return [.. x.Select(value => value * to.Alpha)];

        double At(double share) => Knee * Math.Sinh(double.Lerp(low, high, share));

        double[] Slope(double[] at, double sigmaBar)
        {
            double alpha = 1 / Math.Sqrt(1 + (sigmaBar * sigmaBar));
            double[] noise = new double[at.Length];
            field.Predict([.. at.Select(value => alpha * value)], new(0, 0, alpha, sigmaBar * alpha), noise, default);
            return noise;
        }

        static double[] Plus(double[] a, double h, double[] k) => [.. a.Select((value, d) => value + (h * k[d]))];
    }
}
