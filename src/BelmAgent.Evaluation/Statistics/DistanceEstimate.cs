using System.Numerics.Tensors;
using MathNet.Numerics.Distributions;

namespace BelmAgent.Evaluation.Statistics;

/// <summary>A measured distance, and what it becomes when one part of the pictures after another is left out (jackknife).</summary>
/// <remarks>
/// Drawing pictures again with replacement would not do: a resample holds pictures twice, so that a Fréchet distance of it moves and
/// scatters as that of fewer pictures.
/// </remarks>
/// <param name="Value">The distance.</param>
/// <param name="Resamples">The distance without each part of the measured pictures; the same part of another method is from the same noise.</param>
/// <param name="RealResamples">The distance without each part of the real pictures. Default: null, they count as given.</param>
public sealed record DistanceEstimate(double Value, IReadOnlyList<double> Resamples, IReadOnlyList<double>? RealResamples = null)
{
    /// <summary>Gets the standard error; NaN without two parts.</summary>
    public double StandardError => Math.Sqrt(Variance(Resamples, RealResamples));

    /// <summary>Gets the 95 % interval, by Student's t for the number of parts. Null without two parts.</summary>
    public ConfidenceInterval? Interval => Around(Value, StandardError, Resamples.Count);

    /// <summary>Returns the difference to another method's distance, pair by pair.</summary>
    /// <param name="other">The distance of a method that was measured on as many pictures from the same noise and captions.</param>
    /// <returns>This minus the other, and its 95 % interval; no interval if the parts do not correspond.</returns>
    public (double Value, ConfidenceInterval? Interval) Minus(DistanceEstimate other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var difference = Value - other.Value;
        return Resamples.Count != other.Resamples.Count || RealResamples?.Count != other.RealResamples?.Count ? (difference, null)
            : (difference, Around(difference, Math.Sqrt(Variance(Differences(Resamples, other.Resamples), RealResamples is null ? null : Differences(RealResamples, other.RealResamples!))), Resamples.Count));
    }

    private static IReadOnlyList<double> Differences(IReadOnlyList<double> one, IReadOnlyList<double> two) => [.. one.Zip(two, (left, right) => left - right)];

    private static ConfidenceInterval? Around(double value, double error, int parts) =>
        double.IsFinite(error) && StudentT.InvCDF(0, 1, parts - 1, 0.975) * error is var half ? new(value - half, value + half) : null;

    private static double Variance(IReadOnlyList<double> made, IReadOnlyList<double>? real) => Variance(made) + (real is null ? 0 : Variance(real));

    private static double Variance(IReadOnlyList<double> without)
    {
        if (without.Count < 2)
        {
            return double.NaN;
        }

        var mean = without.Average();
        return without.Sum(value => (value - mean) * (value - mean)) * (without.Count - 1) / without.Count;
    }
}

/// <summary>Leaves parts of the pictures out.</summary>
internal static class Resampling
{
    /// <summary>Returns the number of parts, of two pictures at least; 0 where there would be only one.</summary>
    public static int Parts(int wanted, int count) => Math.Min(wanted, count / 2) is >= 2 and var parts ? parts : 0;

    /// <summary>Returns how often each picture counts, 1 or 0, without one of the parts. Picture i belongs to part i modulo their number.</summary>
    public static int[] Without(int part, int parts, int count) => [.. Enumerable.Range(0, count).Select(i => i % parts == part ? 0 : 1)];

    /// <summary>Returns the Fréchet distance of resampled features.</summary>
    /// <param name="distance">The distance from the reference.</param>
    /// <param name="features">Features, one picture after another.</param>
    /// <param name="rotated">The same after <see cref="FrechetDistance.Rotate"/>.</param>
    /// <param name="times">How often each picture counts.</param>
    public static double Frechet(FrechetDistance distance, IReadOnlyList<double[]> features, IReadOnlyList<double[]> rotated, int[] times)
    {
        var length = features[0].Length;
        double[] mean = new double[length], centre = new double[length], squares = new double[length], matrix = new double[length * length];
        double count = times.Sum();
        for (var i = 0; i < times.Length; i++)
        {
            if (times[i] > 0)
            {
                TensorPrimitives.MultiplyAdd(features[i], times[i] / count, mean, mean);
                TensorPrimitives.MultiplyAdd(rotated[i], times[i] / count, centre, centre);
            }
        }

        var residual = new double[length];
        var drawn = Enumerable.Range(0, times.Length).Where(i => times[i] > 0).ToArray();
        var rows = new double[drawn.Length][];
        for (var i = 0; i < drawn.Length; i++)
        {
            TensorPrimitives.Subtract(features[drawn[i]], mean, residual);
            TensorPrimitives.Multiply(residual, residual, residual);
            TensorPrimitives.MultiplyAdd(residual, times[drawn[i]] / (count - 1), squares, squares);
            rows[i] = new double[length];
            TensorPrimitives.Subtract(rotated[drawn[i]], centre, rows[i]);
            TensorPrimitives.Multiply(rows[i], Math.Sqrt(times[drawn[i]] / (count - 1)), rows[i]);
        }

        for (var row = 0; row < length; row++)
        {
            var upper = matrix.AsSpan((row * length) + row, length - row);
            foreach (var one in rows)
            {
                TensorPrimitives.MultiplyAdd(one.AsSpan(row), one[row], upper, upper);
            }

            for (var column = row + 1; column < length; column++)
            {
                matrix[(column * length) + row] = matrix[(row * length) + column];
            }
        }

        return distance.ToRotated(mean, TensorPrimitives.Sum<double>(squares), matrix);
    }
}
