using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace BelmAgent.Evaluation.Statistics;

/// <summary>
/// The Fréchet distance of two normal distributions (Heusel et al. 2017, FID): |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2·(Σ₁Σ₂)^½), from one of them to any
/// number of others.
/// </summary>
/// <remarks>
/// tr (Σ₁Σ₂)^½ is the sum of the square roots of the eigenvalues of Σ₁^½ Σ₂ Σ₁^½, which is symmetric: no complex numbers arise, and singular
/// matrices need no correction. Immutable and safe to share between threads.
/// </remarks>
public sealed class FrechetDistance
{
    private readonly double[] _mean;
    private readonly Matrix<double> _root;
    private readonly double _trace;

    /// <summary>Creates the distance from a distribution.</summary>
    /// <param name="mean">Its mean.</param>
    /// <param name="covariance">Its covariance row by row, symmetric.</param>
    public FrechetDistance(ReadOnlySpan<double> mean, ReadOnlySpan<double> covariance)
    {
        _mean = mean.ToArray();
        var matrix = Square(covariance, mean.Length);
        _trace = matrix.Trace();
        var eigen = matrix.Evd(Symmetricity.Symmetric);
        var roots = eigen.EigenValues.Map(value => Math.Sqrt(Math.Max(value.Real, 0)));
        _root = eigen.EigenVectors.MapIndexed((_, j, value) => value * roots[j]).TransposeAndMultiply(eigen.EigenVectors);
    }

    /// <summary>Returns the distance to a distribution, at least 0 but for rounding.</summary>
    /// <param name="mean">Its mean, as long as the other's.</param>
    /// <param name="covariance">Its covariance row by row, symmetric.</param>
    public double To(ReadOnlySpan<double> mean, ReadOnlySpan<double> covariance)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(mean.Length, _mean.Length, nameof(mean));
        var matrix = Square(covariance, mean.Length);
        return Distance(mean, matrix.Trace(), _root * matrix * _root);
    }

    /// <summary>Returns features multiplied by Σ₁^½, of which <see cref="ToRotated"/> needs only the covariance.</summary>
    /// <param name="features">Row by row, one picture a row.</param>
    internal double[] Rotate(ReadOnlySpan<double> features) =>
        (_root * Matrix<double>.Build.Dense(_mean.Length, features.Length / _mean.Length, features.ToArray())).ToColumnMajorArray();

    /// <summary>Returns the distance to a distribution that is given by the covariance of its rotated features.</summary>
    internal double ToRotated(ReadOnlySpan<double> mean, double trace, ReadOnlySpan<double> rotated) => Distance(mean, trace, Square(rotated, mean.Length));

    private static Matrix<double> Square(ReadOnlySpan<double> values, int side)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, side * side, nameof(values));
        return Matrix<double>.Build.Dense(side, side, values.ToArray());
    }

    private double Distance(ReadOnlySpan<double> mean, double trace, Matrix<double> product)
    {
        var squared = TensorPrimitives.Distance(mean, _mean);
        var symmetric = (product + product.Transpose()) * 0.5;
        return (squared * squared) + _trace + trace - (2 * symmetric.Evd(Symmetricity.Symmetric).EigenValues.Sum(value => Math.Sqrt(Math.Max(value.Real, 0))));
    }
}
