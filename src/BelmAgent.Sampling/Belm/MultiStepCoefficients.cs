namespace BelmAgent.Sampling;

/// <summary>The coefficients of the k-step BELM relation with the least local error, on a grid.</summary>
/// <remarks>
/// Equation 14 of Wang et al. 2024 joins k + 1 neighbouring states and the noise at k − 1 of them:
/// <c>x̄_{i−1} = Σ_{j=1…k} a_{i,j}·x̄_{i−1+j} + Σ_{j=1…k−1} b_{i,j}·ε_{i−1+j}</c>, here with the step widths in b. Its 2k − 1 free numbers
/// are just enough to continue exactly every polynomial of degree 2k − 2 in σ̄, so the member with the least local error is the Hermite
/// interpolant through all k values and the k − 1 slopes, read at σ̄_{i−1}; its local error has the order 2k − 1 in the step width. For k = 2
/// this is O-BELM (Proposition 4). Immutable and safe to share between threads.
/// </remarks>
public sealed class MultiStepCoefficients
{
    private readonly double[] _a;
    private readonly double[] _b;

    private MultiStepCoefficients(double[] a, double[] b) => (_a, _b) = (a, b);

    /// <summary>Gets the number k of states that the relation reads.</summary>
    public int Order => _a.Length;

    /// <summary>Gets a_{i,1} … a_{i,k}, the weights of x̄_i … x̄_{i−1+k}; they sum to 1, and the last is never 0.</summary>
    public ReadOnlySpan<double> A => _a;

    /// <summary>Gets b_{i,1} … b_{i,k−1}, the weights of ε_i … ε_{i−2+k}, in units of σ̄.</summary>
    public ReadOnlySpan<double> B => _b;

    /// <summary>Derives the coefficients of the relation that gives node i − 1.</summary>
    /// <param name="grid">The nodes.</param>
    /// <param name="i">1 to N + 1 − k.</param>
    /// <param name="order">k, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is below 2, or one of the nodes i − 1 … i − 1 + k is not on the grid.</exception>
    public static MultiStepCoefficients Create(TimeGrid grid, int i, int order)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 2);
        grid.ThrowIfNoNode(i, least: 1);
        grid.ThrowIfNoNode(i - 1 + order, least: 1, nameof(order));
        var at = grid.SigmaBar(i - 1);
        double[] nodes = [.. Enumerable.Range(i, order).Select(grid.SigmaBar)];
        double[] a = new double[order], b = new double[order - 1];
        for (var j = 0; j < order; j++)
        {
            // All nodes but the last, which has a value and no slope, are double roots of the others' basis polynomials.
            double product = 1, slope = 0;
            for (var m = 0; m < order; m++)
            {
                if (m != j)
                {
                    var multiplicity = m == order - 1 ? 1 : 2;
                    product *= Math.Pow((at - nodes[m]) / (nodes[j] - nodes[m]), multiplicity);
                    slope += multiplicity / (nodes[j] - nodes[m]);
                }
            }

            var distance = at - nodes[j];
            a[j] = j == order - 1 ? product : product * (1 - (distance * slope));
            if (j < order - 1)
            {
                b[j] = product * distance;
            }
        }

        return new(a, b);
    }
}
