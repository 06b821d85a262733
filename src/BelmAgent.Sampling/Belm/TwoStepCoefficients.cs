namespace BelmAgent.Sampling;

/// <summary>The coefficients of a two-step relation on a grid.</summary>
/// <remarks>
/// A consistent two-step relation leaves one free number a_i &gt; 0 a step (BELM's a_{i,2}):
/// <c>x̄_{i−1} = a_i·x̄_{i+1} + (1 − a_i)·x̄_i − (h_i + a_i·h_{i+1})·ε_i</c>. With scales g whose ratio is g_i/g_{i+1} = a_i,
/// with u_i = (x̄_i − x̄_{i−1})/g_i and c_i = h_i/g_i it reads <c>u_i + u_{i+1} = (c_i + c_{i+1})·ε_i</c>, which solves for
/// either neighbour without a division (<c>TwoStepWalk</c> runs it). Immutable and safe to share between threads.
/// </remarks>
public sealed class TwoStepCoefficients
{
    private readonly TimeGrid _grid;
    private readonly double[] _g;

    private TwoStepCoefficients(TimeGrid grid, double[] g)
    {
        (_grid, _g) = (grid, g);
        for (var i = 1; i <= grid.Steps; i++)
        {
            if (!(double.IsFinite(G(i)) && double.IsFinite(C(i))))
            {
                throw new ArgumentOutOfRangeException(nameof(g), G(i), $"The scale of step {i} is out of the range of numbers.");
            }
        }
    }

    /// <summary>The κ family: a_i = (h_i/h_{i+1})^(2κ), g_i = h_i^(2κ), c_i = h_i^(1−2κ).</summary>
    /// <param name="grid">The nodes.</param>
    /// <param name="kappa">κ in [0, 1]: 1 is O-BELM (Proposition 4), ½ averages slopes, 0 is the leapfrog.</param>
    /// <exception cref="ArgumentOutOfRangeException">κ is not in [0, 1].</exception>
    public static TwoStepCoefficients Kappa(TimeGrid grid, double kappa)
    {
        if (kappa is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(kappa), kappa, "κ must lie in [0, 1].");
        }

        return Scaled(grid, i => Math.Pow(grid.Step(i), 2 * kappa));
    }

    /// <summary>BDIA (Zhang et al. 2023): a_i = γ·α_{i+1}/α_{i−1}, g_i = γ^(−i)/(α_i·α_{i−1}).</summary>
    /// <param name="grid">The nodes.</param>
    /// <param name="gamma">γ in (0, 1]; inversion magnifies rounding errors by γ^(−N).</param>
    /// <exception cref="ArgumentOutOfRangeException">γ is not in (0, 1], or γ^(−N) overflows.</exception>
    public static TwoStepCoefficients Bdia(TimeGrid grid, double gamma)
    {
        if (gamma is not (> 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(gamma), gamma, "γ must lie in (0, 1].");
        }

        return Scaled(grid, i => Math.Pow(gamma, -i) / (grid[i].Alpha * grid[i - 1].Alpha));
    }

    /// <summary>Any two-step relation: a_i is given, and g_N = h_N.</summary>
    /// <param name="grid">The nodes.</param>
    /// <param name="a">a_1 … a_{N−1}, each positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not N − 1 numbers, or one is not positive, or their product overflows.</exception>
    public static TwoStepCoefficients General(TimeGrid grid, ReadOnlySpan<double> a)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentOutOfRangeException.ThrowIfNotEqual(a.Length, grid.Steps - 1, nameof(a));
        var g = new double[grid.Steps + 1];
        g[grid.Steps] = grid.Step(grid.Steps);
        for (var i = grid.Steps - 1; i > 0; i--)
        {
            if (!(a[i - 1] > 0 && double.IsFinite(a[i - 1])))
            {
                throw new ArgumentOutOfRangeException(nameof(a), a[i - 1], $"a_{i} must be positive and finite.");
            }

            g[i] = a[i - 1] * g[i + 1];
        }

        return new(grid, g);
    }

    /// <summary>Scale g_i of the increment u_i = (x̄_i − x̄_{i−1})/g_i.</summary>
    /// <param name="i">1 to N.</param>
    public double G(int i)
    {
        _grid.ThrowIfNoNode(i, least: 1);
        return _g[i];
    }

    /// <summary>Weight c_i = h_i/g_i of the noise in the increment: u_i = c_i·v_i, where v_i is the slope.</summary>
    /// <param name="i">1 to N.</param>
    public double C(int i) => _grid.Step(i) / G(i);

    /// <summary>The free coefficient a_i = g_i/g_{i+1}.</summary>
    /// <param name="i">1 to N − 1.</param>
    public double A(int i) => G(i) / G(i + 1);

    private static TwoStepCoefficients Scaled(TimeGrid grid, Func<int, double> scale)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return new(grid, [0, .. Enumerable.Range(1, grid.Steps).Select(scale)]);
    }
}
