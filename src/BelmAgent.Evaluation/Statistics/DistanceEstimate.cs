using System.Numerics.Tensors;
using BelmAgent.Evaluation.Datasets;

namespace BelmAgent.Evaluation.Statistics;

/// <summary>A measured distance, and what it becomes when pictures are drawn again from those that were measured (bootstrap).</summary>
/// <param name="Value">The distance.</param>
/// <param name="Resamples">The distance of each resample; the same resample of another method has the same pictures.</param>
public sealed record DistanceEstimate(double Value, IReadOnlyList<double> Resamples)
{
    private const double Z = 1.959964;

    /// <summary>Gets the standard error; NaN without two resamples.</summary>
    public double StandardError => Deviation(Resamples);

    /// <summary>
    /// Gets the 95 % interval, symmetric about the distance: resamples hold pictures twice, which by itself moves a Fréchet distance up.
    /// Null without two resamples.
    /// </summary>
    public ConfidenceInterval? Interval => Around(Value, StandardError);

    /// <summary>Returns the difference to another method's distance, pair by pair.</summary>
    /// <param name="other">The distance of a method that was measured on pictures from the same noise and captions.</param>
    /// <returns>This minus the other, and its 95 % interval; no interval if the resamples do not correspond.</returns>
    public (double Value, ConfidenceInterval? Interval) Minus(DistanceEstimate other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var difference = Value - other.Value;
        return (difference, Resamples.Count == other.Resamples.Count ? Around(difference, Deviation([.. Resamples.Zip(other.Resamples, (one, two) => one - two)])) : null);
    }

    private static ConfidenceInterval? Around(double value, double error) => double.IsFinite(error) ? new(value - (Z * error), value + (Z * error)) : null;

    // A resample of very few pictures may hold one picture only, which has no distance.
    private static double Deviation(IReadOnlyList<double> drawn)
    {
        var values = drawn.Where(double.IsFinite).ToList();
        if (values.Count < 2)
        {
            return double.NaN;
        }

        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }
}

/// <summary>Draws pictures again, with replacement.</summary>
internal static class Resampling
{
    /// <summary>Returns how often each of a number of pictures is drawn; the same for the same seed and number.</summary>
    public static int[] Times(int count, int seed)
    {
        var times = new int[count];
        for (var i = 0; i < count; i++)
        {
            times[SeededOrder.Rank(seed, (ulong)i) % (ulong)count]++;
        }

        return times;
    }

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
