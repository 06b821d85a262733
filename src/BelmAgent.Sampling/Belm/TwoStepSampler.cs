using System.Numerics;
using System.Numerics.Tensors;

namespace BelmAgent.Sampling;

/// <summary>Every two-step sampler of the BELM family: O-BELM, its κ relatives, BDIA. One relation, followed in two directions.</summary>
/// <remarks>
/// The state is a pair: x_K and the slope v_K of the step below it. Both must be kept for the way back to be exact.
/// N network calls invert, N − 1 bring the pair back. Immutable and safe to share between threads.
/// </remarks>
public sealed class TwoStepSampler : Sampler
{
    private readonly bool _fixedPoint;

    private TwoStepSampler(SamplerInfo info, TimeGrid grid, TwoStepCoefficients coefficients, bool fixedPoint = false)
        : base(info, grid) => (Coefficients, _fixedPoint) = (coefficients, fixedPoint);

    /// <summary>Gets O-BELM's entry in the catalogue.</summary>
    public static SamplerInfo OBelmDescription { get; } = Describe("o-belm", static (grid, _) => OBelm(grid)) with { FixedKappa = 1 };

    /// <summary>Gets the κ family's entry in the catalogue.</summary>
    public static SamplerInfo BelmDescription { get; } = DescribeBelm();

    /// <summary>Gets BDIA's entry in the catalogue.</summary>
    public static SamplerInfo BdiaDescription { get; } = Describe("bdia", static (grid, settings) => Bdia(grid, settings.Gamma)) with { HasGamma = true };

    /// <summary>The relation's coefficients on the grid.</summary>
    public TwoStepCoefficients Coefficients { get; }

    /// <summary>The first step down from a position alone, that is of generation. Default: DDIM's.</summary>
    public StartRule SamplingStart { get; private init; } = StartRule.Ddim;

    /// <inheritdoc/>
    public override bool IsBitExact => _fixedPoint;

    internal override SamplerGrowth? Growth => Magnification;

    private SamplerGrowth? Magnification { get; init; }

    /// <summary>O-BELM: the two-step relation with the least local error (κ = 1).</summary>
    /// <param name="grid">The nodes.</param>
    public static TwoStepSampler OBelm(TimeGrid grid) => Kappa(grid, 1);

    /// <summary>The κ family; see <see cref="TwoStepCoefficients.Kappa"/>.</summary>
    /// <param name="grid">The nodes.</param>
    /// <param name="kappa">κ in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">κ is not in [0, 1].</exception>
    public static TwoStepSampler Kappa(TimeGrid grid, double kappa)
        => new(kappa == 1 ? OBelmDescription : BelmDescription, grid, TwoStepCoefficients.Kappa(grid, kappa));

    /// <summary>BDIA; see <see cref="TwoStepCoefficients.Bdia"/>.</summary>
    /// <param name="grid">The nodes.</param>
    /// <param name="gamma">γ in (0, 1]. Default: 0.96.</param>
    /// <exception cref="ArgumentOutOfRangeException">γ is not in (0, 1], or γ^(−N) overflows.</exception>
    public static TwoStepSampler Bdia(TimeGrid grid, double gamma = SamplerSettings.DefaultGamma)
        => new(BdiaDescription, grid, TwoStepCoefficients.Bdia(grid, gamma)) { Magnification = new("gamma", "γ", gamma, Math.Pow(gamma, -grid.Steps), "a γ nearer to 1") };

    /// <summary>Any two-step relation; see <see cref="TwoStepCoefficients.General"/>.</summary>
    /// <param name="grid">The nodes.</param>
    /// <param name="a">a_1 … a_{N−1}, each positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not N − 1 numbers, or one is not positive, or their product overflows.</exception>
    public static TwoStepSampler General(TimeGrid grid, ReadOnlySpan<double> a)
        => new(BelmDescription, grid, TwoStepCoefficients.General(grid, a));

    /// <summary>The same sampler with its state in 64-bit fixed point: the round trip gives back every bit.</summary>
    /// <remarks>x₀ is rounded to multiples of 2⁻⁴⁸ first; <see cref="Inversion.Clean"/> holds what it became.</remarks>
    public TwoStepSampler InFixedPoint() => new(Info, Grid, Coefficients, fixedPoint: true) { SamplingStart = SamplingStart, Magnification = Magnification };

    /// <summary>The same sampler with another <see cref="SamplingStart"/>.</summary>
    /// <param name="rule">The first step of generation.</param>
    public TwoStepSampler StartingWith(StartRule rule) => new(Info, Grid, Coefficients, _fixedPoint) { SamplingStart = rule, Magnification = Magnification };

    /// <summary>A fixed-point state from the words of a saved one.</summary>
    /// <param name="node">K, 1 to N.</param>
    /// <param name="words">X and U, of one length.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such node, or the lengths differ.</exception>
    public SamplerState Restore(int node, FixedPointWords words)
    {
        ArgumentNullException.ThrowIfNull(words);
        Grid.ThrowIfNoNode(node, least: 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(words.Increment.Length, words.Position.Length, nameof(words));
        return Resume(node, words).ToState();
    }

    /// <summary>
    /// The kick: makes a stored state fit for another prompt or guidance, v_K ← v_K + (ε_target − ε_source), that is
    /// x_{K−1} ← x_{K−1} + α_{K−1}·h_K·(ε_source − ε_target). Without it the change excites the relation's parasitic mode.
    /// </summary>
    /// <param name="state">A two-step state at node K.</param>
    /// <param name="sourceNoise">ε(x_K, t_K) under the prompt and guidance of the inversion.</param>
    /// <param name="targetNoise">ε(x_K, t_K) under those to sample with; equal to the source's, no bit of the state changes.</param>
    /// <exception cref="ArgumentException">The state is not a two-step state on this grid, or lengths differ.</exception>
    public SamplerState Kick(SamplerState state, ReadOnlySpan<double> sourceNoise, ReadOnlySpan<double> targetNoise)
    {
        ThrowIfNoSlope(state);
        ArgumentOutOfRangeException.ThrowIfNotEqual(sourceNoise.Length, state.Position.Length, nameof(sourceNoise));
        ArgumentOutOfRangeException.ThrowIfNotEqual(targetNoise.Length, state.Position.Length, nameof(targetNoise));
        if (_fixedPoint)
        {
            var walk = Begin<long, Q48>(state);
            walk.Reanchor(sourceNoise, targetNoise);
            return walk.ToState();
        }

        var slope = new double[sourceNoise.Length];
        TensorPrimitives.Subtract(sourceNoise, targetNoise, slope);
        TensorPrimitives.Subtract(state.Companion.Span, slope, slope);
        return SamplerState.WithSlope(state.Node, state.Position, slope);
    }

    /// <summary>The older state of the pair, x_{K−1} = α_{K−1}·(x_K/α_K − h_K·v_K): what BELM's own code stores.</summary>
    /// <param name="state">A two-step state at node K.</param>
    /// <param name="neighbour">Receives x_{K−1}.</param>
    /// <exception cref="ArgumentException">The state is not a two-step state on this grid.</exception>
    public void ReadNeighbour(SamplerState state, Span<double> neighbour)
    {
        ThrowIfNoSlope(state);
        if (_fixedPoint)
        {
            ReadNeighbour(Begin<long, Q48>(state), neighbour);
        }
        else
        {
            ReadNeighbour(Begin<double, Real>(state), neighbour);
        }
    }

    /// <summary>Begins a walk from the clean picture, upwards, with the increment of a DDIM step.</summary>
    /// <param name="clean">x₀.</param>
    /// <param name="noise">ε(x₀, t₀).</param>
    internal TwoStepWalk<T, TNumber> Begin<T, TNumber>(ReadOnlySpan<double> clean, ReadOnlySpan<double> noise)
        where T : struct, INumber<T>
        where TNumber : IStateNumber<T>
    {
        TwoStepWalk<T, TNumber> walk = new(Grid, Coefficients, node: 0, clean);
        walk.Begin(1, noise);
        return walk;
    }

    /// <summary>Begins a walk from a two-step state, downwards.</summary>
    internal TwoStepWalk<T, TNumber> Begin<T, TNumber>(SamplerState from)
        where T : struct, INumber<T>
        where TNumber : IStateNumber<T>
    {
        if (from.Words is { } words && Resume(from.Node, words) is TwoStepWalk<T, TNumber> resumed)
        {
            return resumed;
        }

        TwoStepWalk<T, TNumber> walk = new(Grid, Coefficients, from.Node, from.Position.Span);
        if (from.Kind == StateKind.Slope)
        {
            walk.Begin(from.Node, from.Companion.Span);
        }

        return walk;
    }

    private protected override void Canonicalise(Span<double> clean)
    {
        if (_fixedPoint)
        {
            new TwoStepWalk<long, Q48>(Grid, Coefficients, node: 0, clean).Read(clean);
        }
    }

    private protected override bool Accepts(StateKind kind) => kind is StateKind.PositionOnly or StateKind.Slope;

    private protected override int VisitsFrom(SamplerState from) => from.Kind == StateKind.PositionOnly ? from.Node : from.Node - 1;

    private protected override SamplerState Climb(ReadOnlySpan<double> clean, SamplingRun run, int last, StartRule start)
        => _fixedPoint
            ? Climb(new TwoStepWalk<long, Q48>(Grid, Coefficients, node: 0, clean), run, last, start)
            : Climb(new TwoStepWalk<double, Real>(Grid, Coefficients, node: 0, clean), run, last, start);

    private protected override void Descend(SamplerState from, SamplingRun run, Span<double> clean)
    {
        if (_fixedPoint)
        {
            Descend(Begin<long, Q48>(from), from, run, clean);
        }
        else
        {
            Descend(Begin<double, Real>(from), from, run, clean);
        }
    }

    private static SamplerState Climb<T, TNumber>(TwoStepWalk<T, TNumber> walk, SamplingRun run, int last, StartRule start)
        where T : struct, INumber<T>
        where TNumber : IStateNumber<T>
    {
        walk.Begin(start, run, to: 1);
        walk.Follow(run, last);
        return walk.ToState();
    }

    private void Descend<T, TNumber>(TwoStepWalk<T, TNumber> walk, SamplerState from, SamplingRun run, Span<double> clean)
        where T : struct, INumber<T>
        where TNumber : IStateNumber<T>
    {
        if (from.Kind == StateKind.PositionOnly)
        {
            walk.Begin(SamplingStart, run, to: from.Node - 1);
        }

        walk.Follow(run, to: 0);
        walk.Read(clean);
    }

    private static void ReadNeighbour<T, TNumber>(TwoStepWalk<T, TNumber> walk, Span<double> neighbour)
        where T : struct, INumber<T>
        where TNumber : IStateNumber<T>
    {
        walk.Descend();
        walk.Read(neighbour);
    }

    private void ThrowIfNoSlope(SamplerState state)
    {
        ThrowIfForeign(state);
        if (state.Kind != StateKind.Slope)
        {
            throw new ArgumentException("The state has no slope.", nameof(state));
        }
    }

    private TwoStepWalk<long, Q48> Resume(int node, FixedPointWords words)
        => new(Grid, Coefficients, node, increment: node, words.Position.ToArray(), words.Increment.ToArray());

    private static SamplerInfo DescribeBelm()
    {
        var twoStep = Describe("belm", static (grid, settings) => Kappa(grid, settings.Kappa)) with { HasKappa = true, HasOrder = true };
        return twoStep with
        {
            Create = (grid, settings) => settings switch
            {
                { Order: 2 } => twoStep.Create(grid, settings),
                { FixedPoint: true } => throw new ArgumentException($"There is no fixed-point form of order {settings.Order}.", nameof(settings)),
                _ => new MultiStepSampler(grid, settings.Order),
            },
        };
    }

    private static SamplerInfo Describe(string name, Func<TimeGrid, SamplerSettings, TwoStepSampler> create) => new()
    {
        Name = name,
        Create = (grid, settings) => settings.FixedPoint ? create(grid, settings).InFixedPoint() : create(grid, settings),
        IsTwoStep = true,
        HasFixedPoint = true,
    };
}
