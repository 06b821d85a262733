using System.Numerics.Tensors;

namespace BelmAgent.Evaluation.Statistics;

/// <summary>Mean and covariance of features, in double precision, from one picture after another: memory does not grow with their number.</summary>
/// <remarks>Blocks of pictures are merged by the pairwise rule of Chan, Golub and LeVeque (1983). Not safe to share between threads.</remarks>
public sealed class FeatureStatistics
{
    private const int Block = 32;
    private readonly double[] _mean;

    // Rows of the upper triangle of Σ(x − mean)(x − mean)ᵀ.
    private readonly double[][] _scatter;
    private readonly double[][] _block;
    private int _pending;
    private int _merged;

    /// <summary>Creates empty statistics.</summary>
    /// <param name="length">Number of features of a picture, at least 1.</param>
    public FeatureStatistics(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        _mean = new double[length];
        _scatter = [.. Enumerable.Range(0, length).Select(i => new double[length - i])];
        _block = [.. Enumerable.Range(0, Block).Select(_ => new double[length])];
    }

    /// <summary>Gets the number of features of a picture.</summary>
    public int Length => _mean.Length;

    /// <summary>Gets the number of pictures.</summary>
    public int Count => _merged + _pending;

    /// <summary>Gets the mean, one number for each feature.</summary>
    public ReadOnlySpan<double> Mean
    {
        get
        {
            Merge();
            return _mean;
        }
    }

    /// <summary>Adds the features of one picture.</summary>
    /// <param name="features"><see cref="Length"/> numbers.</param>
    public void Add(ReadOnlySpan<float> features)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(features.Length, Length, nameof(features));
        TensorPrimitives.ConvertChecked<float, double>(features, _block[_pending++]);
        if (_pending == Block)
        {
            Merge();
        }
    }

    /// <summary>Returns the covariance with n − 1 in its denominator, as numpy's <c>cov</c>.</summary>
    /// <returns>The matrix row by row, length × length.</returns>
    /// <exception cref="InvalidOperationException">There are fewer than two pictures.</exception>
    public double[] Covariance()
    {
        Merge();
        if (Count < 2)
        {
            throw new InvalidOperationException("A covariance needs two pictures.");
        }

        var matrix = new double[Length * Length];
        for (var i = 0; i < Length; i++)
        {
            for (var j = i; j < Length; j++)
            {
                matrix[(i * Length) + j] = matrix[(j * Length) + i] = _scatter[i][j - i] / (Count - 1);
            }
        }

        return matrix;
    }

    /// <summary>Returns the upper triangle of Σ(x − mean)(x − mean)ᵀ, row after row, to be saved.</summary>
    internal double[] Scatter()
    {
        Merge();
        return [.. _scatter.SelectMany(row => row)];
    }

    /// <summary>Creates statistics from saved ones.</summary>
    internal static FeatureStatistics From(int count, ReadOnlySpan<double> mean, ReadOnlySpan<double> scatter)
    {
        var statistics = new FeatureStatistics(mean.Length) { _merged = count };
        mean.CopyTo(statistics._mean);
        foreach (var row in statistics._scatter)
        {
            scatter[..row.Length].CopyTo(row);
            scatter = scatter[row.Length..];
        }

        return statistics;
    }

    private void Merge()
    {
        if (_pending == 0)
        {
            return;
        }

        double[] mean = new double[Length], shift = new double[Length];
        for (var i = 0; i < _pending; i++)
        {
            TensorPrimitives.Add(mean, _block[i], mean);
        }

        TensorPrimitives.Divide(mean, _pending, mean);
        TensorPrimitives.Subtract(mean, _mean, shift);
        for (var i = 0; i < _pending; i++)
        {
            TensorPrimitives.Subtract(_block[i], mean, _block[i]);
        }

        double total = _merged + _pending, between = (double)_merged * _pending / total;
        for (var row = 0; row < Length; row++)
        {
            Span<double> scatter = _scatter[row];
            TensorPrimitives.MultiplyAdd(shift.AsSpan(row), between * shift[row], scatter, scatter);
            for (var i = 0; i < _pending; i++)
            {
                TensorPrimitives.MultiplyAdd(_block[i].AsSpan(row), _block[i][row], scatter, scatter);
            }
        }

        TensorPrimitives.MultiplyAdd(shift, _pending / total, _mean, _mean);
        (_merged, _pending) = (_merged + _pending, 0);
    }
}
