using System.Numerics.Tensors;

namespace BelmAgent.Sampling;

/// <summary>EDICT (Wallace et al. 2023): two chains that step from each other's noise and are then mixed, p·a + (1 − p)·b.</summary>
/// <remarks>
/// Exact up to rounding, which an inversion of N steps magnifies by p^(−2N): at p = 0.93 that is 2·10⁶ at N = 100. Two network calls
/// per step. Immutable and safe to share between threads.
/// </remarks>
public sealed class EdictSampler : Sampler
{
    private readonly double _p;
    private readonly bool _alternate;

    /// <summary>Creates an EDICT sampler on a grid.</summary>
    /// <param name="grid">The nodes.</param>
    /// <param name="mixing">Mixing weight p, in (0, 1]. Default: 0.93.</param>
    /// <param name="alternate">
    /// Whether the chains swap roles every other step, as in EDICT's own code; the papers on exact inversion compare without it.
    /// Default: false.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">p is not in (0, 1].</exception>
    public EdictSampler(TimeGrid grid, double mixing = 0.93, bool alternate = false)
        : base(Description, grid)
    {
        if (mixing is not (> 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(mixing), mixing, "The mixing weight must lie in (0, 1].");
        }

        (_p, _alternate) = (mixing, alternate);
    }

    /// <summary>Gets EDICT's entry in the catalogue.</summary>
    public static SamplerInfo Description { get; } = new()
    {
        Name = "edict",
        Create = static (grid, settings) => new EdictSampler(grid, settings.Mixing, settings.Alternate),
        EvaluationsPerStep = 2,
        HasMixing = true,
        CanAlternate = true,
        CanBlend = false,
        CanBeCorrected = false,
    };

    private protected override bool RecordsNoise => false;

    internal override SamplerGrowth Growth => new("mixing", "p", _p, Math.Pow(_p, -2 * Grid.Steps), "a mixing weight nearer to 1");

    private protected override bool Accepts(StateKind kind) => kind is StateKind.PositionOnly or StateKind.Coupled;

    private protected override SamplerState Climb(ReadOnlySpan<double> clean, SamplingRun run, int last, StartRule start)
    {
        var x = new double[clean.Length];
        TensorPrimitives.Divide(clean, Grid[0].Alpha, x);
        double[] y = [.. x];
        for (var i = 1; i <= last; i++)
        {
            TensorPrimitives.Multiply(x, Grid[i - 1].Alpha, run.State);
            run.RecordState(i - 1);
            Unmix(y, x);
            Unmix(x, y);
            var (first, second) = Roles(i, x, y);
            Step(second, Grid.Step(i), run, i, seen: first, Grid[i - 1].Alpha);
            Step(first, Grid.Step(i), run, i, seen: second, Grid[i].Alpha);
            run.Report(i);
        }

        TensorPrimitives.Multiply(x, Grid[last].Alpha, x);
        TensorPrimitives.Multiply(y, Grid[last].Alpha, y);
        return SamplerState.Coupled(last, x, y);
    }

    private protected override void Descend(SamplerState from, SamplingRun run, Span<double> clean)
    {
        double[] x = new double[clean.Length], y = new double[clean.Length];
        var other = from.Kind == StateKind.Coupled ? from.Companion : from.Position;
        TensorPrimitives.Divide(from.Position.Span, Grid[from.Node].Alpha, x);
        TensorPrimitives.Divide(other.Span, Grid[from.Node].Alpha, y);
        for (var i = from.Node; i > 0; i--)
        {
            var (first, second) = Roles(i, x, y);
            Step(first, -Grid.Step(i), run, i, seen: second, Grid[i].Alpha);
            run.Report(i);
            Step(second, -Grid.Step(i), run, i, seen: first, Grid[i - 1].Alpha);
            Mix(x, y);
            Mix(y, x);
        }

        TensorPrimitives.Multiply(x, Grid[0].Alpha, clean);
    }

    /// <summary>Computes one half of the coupled step, in either direction: moved += h·ε(α·seen, t_i).</summary>
    private void Step(double[] moved, double h, SamplingRun run, int i, double[] seen, double alpha)
    {
        TensorPrimitives.Multiply(seen, alpha, run.State);
        run.Evaluate(Grid[i]);
        TensorPrimitives.MultiplyAdd(run.Noise, h, moved, moved);
    }

    /// <summary>Computes a ← p·a + (1 − p)·b.</summary>
    private void Mix(double[] a, double[] b)
    {
        TensorPrimitives.Multiply(a, _p, a);
        TensorPrimitives.MultiplyAdd(b, 1 - _p, a, a);
    }

    /// <summary>Computes a ← (a − (1 − p)·b)/p, which undoes <see cref="Mix"/>.</summary>
    private void Unmix(double[] a, double[] b)
    {
        TensorPrimitives.MultiplyAdd(b, _p - 1, a, a);
        TensorPrimitives.Divide(a, _p, a);
    }

    /// <summary>Returns the chain that steps first on the way down, then the one that follows; parity is counted from node N.</summary>
    private (double[] First, double[] Second) Roles(int i, double[] x, double[] y)
        => _alternate && int.IsOddInteger(Grid.Steps - i) ? (y, x) : (x, y);
}
