using System.Numerics.Tensors;

namespace BelmAgent.Sampling;

/// <summary>Measures of how closely an inverted picture resembles Gaussian noise.</summary>
/// <param name="Mean">Mean of the elements; about 0 for noise.</param>
/// <param name="Std">Standard deviation about that mean, over all elements (population); about 1 for noise.</param>
/// <param name="Kurtosis">Excess kurtosis (the Gaussian's 3 is subtracted); about 0 for noise. NaN if all elements are equal.</param>
/// <param name="MaxAbs">Largest magnitude; about 4 for 16 384 elements of noise.</param>
public readonly record struct NoiseDiagnostics(double Mean, double Std, double Kurtosis, double MaxAbs)
{
    /// <summary>Standard deviation above which x_N contains more than noise: the parasitic mode of a two-step inversion.</summary>
    public const double ParasiteStd = 1.15;

    /// <summary>
    /// Gets whether <see cref="Std"/> exceeds <see cref="ParasiteStd"/>, in which case edits from this state tend to fail. Meaningful
    /// for node N only.
    /// </summary>
    public bool SuggestsParasite => Std > ParasiteStd;

    /// <summary>Measures the state at node N.</summary>
    /// <param name="noise">x_N, at least one element.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no element.</exception>
    public static NoiseDiagnostics Measure(ReadOnlySpan<double> noise)
    {
        ArgumentOutOfRangeException.ThrowIfZero(noise.Length, nameof(noise));
        var mean = TensorPrimitives.Sum(noise) / noise.Length;
        double second = 0, fourth = 0;
        foreach (var value in noise)
        {
            var square = (value - mean) * (value - mean);
            second += square;
            fourth += square * square;
        }

        second /= noise.Length;
        fourth /= noise.Length;
        return new(mean, Math.Sqrt(second), (fourth / (second * second)) - 3, Math.Abs(TensorPrimitives.MaxMagnitude(noise)));
    }
}
