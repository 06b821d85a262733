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
    private readonly double[][] _acrossParts;
    private readonly KernelReference _reference;

    /// <summary>Creates the distance of a sample to a reference.</summary>
    /// <param name="sample">At least two pictures' features.</param>
    /// <param name="reference">The reference.</param>
    public KernelDistance(IReadOnlyList<double[]> sample, KernelReference reference)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sample.Count, 2, nameof(sample));
        _reference = reference;
        _within = new double[sample.Count][];
        _across = new double[sample.Count];
        _acrossParts = new double[sample.Count][];
        Parallel.For(0, sample.Count, i =>
        {
            _within[i] = [.. sample.Take(i).Select(other => KernelReference.Kernel(sample[i], other))];
            _acrossParts[i] = reference.Sums(sample[i]);
            _across[i] = _acrossParts[i].Sum() / reference.Features.Count;
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

        return (within / pairs) + _reference.Within - (2 * across / count);
    }

    /// <summary>Returns the distance without one part of the reference.</summary>
    public double WithoutReal(int part)
    {
        var within = _within.Sum(row => row.Sum()) / (Count * (Count - 1.0) / 2);
        var left = _reference.Features.Count - _reference.Size(part);
        return within + _reference.Without(part) - (2 * _acrossParts.Sum(sums => sums.Sum() - sums[part]) / ((double)Count * left));
    }
}

/// <summary>The reference of kernel distances, whose own part is computed once.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed class KernelReference
{
    private readonly double _sum;
    private readonly double[] _partSums;

    /// <summary>Creates a reference.</summary>
    /// <param name="features">At least two pictures' features.</param>
    /// <param name="parts">Number of parts that can be left out; picture i belongs to part i modulo their number. Default: 1, none.</param>
    public KernelReference(IReadOnlyList<double[]> features, int parts = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features.Count, 2, nameof(features));
        (Features, Parts) = (features, parts);
        var rows = new double[features.Count][];
        Parallel.For(0, features.Count, i => rows[i] = Sums(features[i], i));
        _sum = rows.Sum(row => row.Sum());
        // The pairs that have a picture of the part: those below it, those above it, less those within, which are both.
        _partSums = [.. Enumerable.Range(0, parts).Select(part =>
            rows.Where((_, i) => i % parts == part).Sum(row => row.Sum()) + rows.Sum(row => row[part]) - rows.Where((_, i) => i % parts == part).Sum(row => row[part]))];
        Within = _sum / Pairs(features.Count);
    }

    public IReadOnlyList<double[]> Features { get; }

    /// <summary>Gets the mean of the kernel over pairs of different pictures.</summary>
    public double Within { get; }

    /// <summary>Gets the number of parts.</summary>
    public int Parts { get; }

    /// <summary>Returns the number of pictures of a part.</summary>
    public int Size(int part) => (Features.Count - part + Parts - 1) / Parts;

    /// <summary>Returns <see cref="Within"/> without a part.</summary>
    public double Without(int part) => (_sum - _partSums[part]) / Pairs(Features.Count - Size(part));

    /// <summary>Returns the sum of the kernel of a picture with the first ones of the reference, by part.</summary>
    /// <param name="picture">The picture's features.</param>
    /// <param name="count">Number of pictures. Null: all.</param>
    public double[] Sums(double[] picture, int? count = null)
    {
        var sums = new double[Parts];
        for (var i = 0; i < (count ?? Features.Count); i++)
        {
            sums[i % Parts] += Kernel(picture, Features[i]);
        }

        return sums;
    }

    /// <summary>Computes (x·y/d + 1)³.</summary>
    public static double Kernel(double[] x, double[] y)
    {
        var sum = (TensorPrimitives.Dot<double>(x, y) / x.Length) + 1;
        return sum * sum * sum;
    }

    private static double Pairs(int count) => count * (count - 1.0) / 2;
}
