using System.Numerics.Tensors;

namespace BelmAgent.Sampling;

/// <summary>How much an inverted picture looks like the Gaussian noise that it should be.</summary>
/// <param name="Mean">Mean of the elements; about 0 for noise.</param>
/// <param name="Std">Standard deviation about that mean, over all elements (population); about 1 for noise.</param>
/// <param name="Kurtosis">Excess kurtosis, that is less the Gaussian's 3; about 0 for noise. NaN where all elements are equal.</param>
/// <param name="MaxAbs">Largest magnitude; about 4 for 16 384 elements of noise.</param>
public readonly record struct NoiseDiagnostics(double Mean, double Std, double Kurtosis, double MaxAbs)
{
    /// <summary>Deviation above which x_N carries more than noise: the parasitic mode of a two-step inversion.</summary>
    public const double ParasiteStd = 1.15;

    /// <summary>Gets whether <see cref="Std"/> exceeds <see cref="ParasiteStd"/>: edits from such a state tend to break. Meant for node N.</summary>
    public bool SuggestsParasite => Std > ParasiteStd;

    /// <summary>Measures a state at node N.</summary>
    /// <param name="noise">x_N, at least one element.</param>
    /// <exception cref="ArgumentOutOfRangeException">No element.</exception>
    public static NoiseDiagnostics Of(ReadOnlySpan<double> noise)
    {
        ArgumentOutOfRangeException.ThrowIfZero(noise.Length, nameof(noise));
        double mean = TensorPrimitives.Sum(noise) / noise.Length;
        double second = 0, fourth = 0;
        foreach (double value in noise)
        {
            double square = (value - mean) * (value - mean);
            second += square;
            fourth += square * square;
        }

        second /= noise.Length;
        fourth /= noise.Length;
        return new(mean, Math.Sqrt(second), (fourth / (second * second)) - 3, Math.Abs(TensorPrimitives.MaxMagnitude(noise)));
    }
}
