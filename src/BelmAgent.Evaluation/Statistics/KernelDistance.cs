using System.Numerics.Tensors;

namespace BelmAgent.Evaluation.Statistics;

/// <summary>
/// The kernel distance of two samples (Bińkowski et al. 2018, KID): the squared maximum mean discrepancy under the kernel (x·y/d + 1)³,
/// unbiased at any number of pictures, and therefore sometimes below 0.
/// </summary>
/// <remarks>
/// All pairs are used, which is what the mean over random subsets estimates. Memory grows with the square of the number of pictures. Safe to
/// share between threads after construction.
/// </remarks>
internal sealed class KernelDistance
{
    private readonly double[][] _within;
    private readonly double[] _across;
    private readonly double _other;

    /// <summary>Creates the distance of a sample to a reference.</summary>
    /// <param name="sample">At least two pictures' features.</param>
    /// <param name="reference">The reference.</param>
    public KernelDistance(IReadOnlyList<double[]> sample, KernelReference reference)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sample.Count, 2, nameof(sample));
        _other = reference.Within;
        _within = new double[sample.Count][];
        _across = new double[sample.Count];
        Parallel.For(0, sample.Count, i =>
        {
            _within[i] = [.. sample.Take(i).Select(other => KernelReference.Kernel(sample[i], other))];
            _across[i] = reference.Features.Average(other => KernelReference.Kernel(sample[i], other));
        });
    }

    /// <summary>Gets the number of pictures in the sample.</summary>
    public int Count => _across.Length;

    /// <summary>Returns the distance; NaN where only one picture counts.</summary>
    /// <param name="times">How often each picture counts; pairs of a picture with itself never do. Null: once each.</param>
    public double Value(IReadOnlyList<int>? times = null)
    {
        double within = 0, across = 0, pairs = 0, count = 0;
        for (var i = 0; i < Count; i++)
        {
            double weight = times?[i] ?? 1;
            across += weight * _across[i];
            count += weight;
            for (var j = 0; j < i && weight > 0; j++)
            {
                var both = weight * (times?[j] ?? 1);
                within += both * _within[i][j];
                pairs += both;
            }
        }

        return (within / pairs) + _other - (2 * across / count);
    }
}

/// <summary>The reference of kernel distances, whose own part is computed once.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed class KernelReference
{
    /// <summary>Creates a reference.</summary>
    /// <param name="features">At least two pictures' features.</param>
    public KernelReference(IReadOnlyList<double[]> features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features.Count, 2, nameof(features));
        Features = features;
        var rows = new double[features.Count];
        Parallel.For(1, features.Count, i => rows[i] = features.Take(i).Sum(other => Kernel(features[i], other)));
        Within = 2 * rows.Sum() / ((double)features.Count * (features.Count - 1));
    }

    public IReadOnlyList<double[]> Features { get; }

    /// <summary>Gets the mean of the kernel over pairs of different pictures.</summary>
    public double Within { get; }

    /// <summary>Computes (x·y/d + 1)³.</summary>
    public static double Kernel(double[] x, double[] y)
    {
        var sum = (TensorPrimitives.Dot<double>(x, y) / x.Length) + 1;
        return sum * sum * sum;
    }
}
