namespace BelmAgent.Editing.Sampling;

/// <summary>Standard Gaussian noise from a seed: SplitMix64 (Steele et al. 2014) and the Box–Muller transform.</summary>
/// <remarks>Implemented here because the sequence of <see cref="Random"/> is not guaranteed to stay the same, and a recipe's seed must.</remarks>
internal static class GaussianNoise
{
    public static double[] Draw(int length, long seed)
    {
        var state = (ulong)seed;
        var noise = new double[length];
        for (var i = 0; i < length; i += 2)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - Uniform(ref state)));
            var (sin, cos) = Math.SinCos(Math.Tau * Uniform(ref state));
            noise[i] = radius * cos;
            if (i + 1 < length)
            {
                noise[i + 1] = radius * sin;
            }
        }

        return noise;
    }

    private static double Uniform(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
