using System.Numerics.Tensors;

namespace BelmAgent.Sampling;

/// <summary>The k-step BELM sampler with the least local error, k at least 3: equation 14 of Wang et al. 2024.</summary>
/// <remarks>
/// It reads k states at once, so the way back is exact algebraically, but for k above 2 the relation is not zero-stable: on equal steps k = 3
/// magnifies a perturbation by 9.90 in each step, in either direction. It exists to show that; <c>docs/paper.md</c> has the measurements. While fewer
/// than k states are known, at the start of a run, the relation of that many states is used. N network calls invert, N − 1 bring the state
/// back. Immutable and safe to share between threads.
/// </remarks>
public sealed class MultiStepSampler : Sampler
{
    private readonly MultiStepCoefficients[] _coefficients;

    /// <summary>Creates a sampler on a grid.</summary>
    /// <param name="grid">The nodes.</param>
    /// <param name="order">The number k of states that a step reads, at least 3; <see cref="TwoStepSampler.OBelm"/> is the member k = 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is below 3.</exception>
    public MultiStepSampler(TimeGrid grid, int order)
        : base(Description, grid)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 3);
        Order = order;
        var relations = Math.Max(0, grid.Steps + 1 - order);
        _coefficients = [.. Enumerable.Range(1, relations).Select(i => MultiStepCoefficients.Create(grid, i, order))];
    }

    /// <summary>Gets the number k of states that a step reads, at least 3.</summary>
    public int Order { get; }

    internal override SamplerGrowth? Growth => new("order", "k", Order, Magnification(), "--order 2, whose steps magnify nothing");

    private static SamplerInfo Description { get; } = TwoStepSampler.BelmDescription with
    {
        IsTwoStep = false,
        HasKappa = false,
        HasFixedPoint = false,
        CanBlend = false,
    };

    private protected override bool Accepts(StateKind kind) => kind is StateKind.PositionOnly or StateKind.Neighbours;

    private protected override int VisitsFrom(SamplerState from) => from.Kind == StateKind.PositionOnly ? from.Node : from.Node - 1;

    private protected override SamplerState Climb(ReadOnlySpan<double> clean, SamplingRun run, int last, StartRule start)
    {
        Window window = new(this, clean.Length);
        window.Set(0, clean);
        var slope = StartTableau.For(start).Slope(run, Grid, 0, 1, Show(window, 0, run));
        TensorPrimitives.MultiplyAdd(slope, Grid.Step(1), window.State(0), window.State(1));
        for (var top = 1; top < last; top++)
        {
            Show(window, top, run);
            run.Visit(top);
            run.Noise.CopyTo(window.Noise(top));
            window.Climb(top, Math.Min(Order, top + 1));
        }

        return window.ToState(last);
    }

    private protected override void Descend(SamplerState from, SamplingRun run, Span<double> clean)
    {
        Window window = new(this, clean.Length);
        var (highest, lowest, dimension) = (from.Node, from.Node, clean.Length);
        window.Set(highest, from.Position.Span);
        if (from.Kind == StateKind.PositionOnly)
        {
            var slope = StartTableau.For(StartRule.Ddim).Slope(run, Grid, highest, highest - 1, Show(window, highest, run));
            TensorPrimitives.MultiplyAdd(slope, -Grid.Step(highest), window.State(highest), window.State(--lowest));
        }

        for (var rest = from.Companion.Span; !rest.IsEmpty; rest = rest[dimension..])
        {
            window.Set(--lowest, rest[..dimension]);
        }

        for (var unvisited = highest - 1; lowest > 0; lowest--)
        {
            for (; unvisited >= lowest; unvisited--)
            {
                Show(window, unvisited, run);
                run.Visit(unvisited);
                run.Noise.CopyTo(window.Noise(unvisited));
            }

            window.Descend(lowest, Math.Min(Order, highest + 1 - lowest));
        }

        TensorPrimitives.Multiply(window.State(0), Grid[0].Alpha, clean);
    }

    private static Span<double> Show(Window window, int node, SamplingRun run)
    {
        window.Read(node, run.State);
        return window.State(node);
    }

    private MultiStepCoefficients Coefficients(int i, int order)
        => order == Order ? _coefficients[i - 1] : MultiStepCoefficients.Create(Grid, i, order);

    // The relation without noise, from a perturbation of the uppermost state of the grid down to the clean node.
    private double Magnification()
    {
        Window window = new(this, dimension: 1);
        window.State(Grid.Steps)[0] = 1;
        var (largest, lowest) = (1.0, Math.Max(0, Grid.Steps + 1 - Order));
        for (; lowest > 0; lowest--)
        {
            window.Descend(lowest, Order);
            largest = Math.Max(largest, Math.Abs(window.State(lowest - 1)[0]));
        }

        return largest;
    }

    /// <summary>The states x̄ and noises of the nodes that the relation reads and writes.</summary>
    private sealed class Window(MultiStepSampler sampler, int dimension)
    {
        private readonly double[][] _states = Allocate(sampler.Order + 1, dimension);
        private readonly double[][] _noises = Allocate(sampler.Order, dimension);

        public Span<double> State(int node) => _states[node % _states.Length];

        public Span<double> Noise(int node) => _noises[node % _noises.Length];

        public void Set(int node, ReadOnlySpan<double> state) => TensorPrimitives.Divide(state, sampler.Grid[node].Alpha, State(node));

        public void Read(int node, Span<double> state) => TensorPrimitives.Multiply(State(node), sampler.Grid[node].Alpha, state);

        /// <summary>Computes x̄_{i−1} from the states at i … i − 1 + k and the noises below the highest of them.</summary>
        public void Descend(int i, int order)
        {
            var relation = sampler.Coefficients(i, order);
            var below = State(i - 1);
            below.Clear();
            AddKnown(relation, i, below, sign: 1);
            TensorPrimitives.MultiplyAdd(State(i - 1 + order), relation.A[^1], below, below);
        }

        /// <summary>Computes the state above <paramref name="top"/> from k states, the same relation solved for its other end.</summary>
        public void Climb(int top, int order)
        {
            var i = top + 2 - order;
            var relation = sampler.Coefficients(i, order);
            var above = State(top + 1);
            State(i - 1).CopyTo(above);
            AddKnown(relation, i, above, sign: -1);
            TensorPrimitives.Divide(above, relation.A[^1], above);
        }

        public SamplerState ToState(int node)
        {
            var neighbours = Math.Min(sampler.Order - 1, node);
            double[] position = new double[dimension], below = new double[neighbours * dimension];
            Read(node, position);
            for (var j = 1; j <= neighbours; j++)
            {
                Read(node - j, below.AsSpan((j - 1) * dimension, dimension));
            }

            return SamplerState.WithNeighbours(node, position, below);
        }

        // All terms but those of the two ends.
        private void AddKnown(MultiStepCoefficients relation, int i, Span<double> sum, double sign)
        {
            for (var j = 0; j < relation.B.Length; j++)
            {
                TensorPrimitives.MultiplyAdd(State(i + j), sign * relation.A[j], sum, sum);
                TensorPrimitives.MultiplyAdd(Noise(i + j), sign * relation.B[j], sum, sum);
            }
        }

        private static double[][] Allocate(int count, int dimension) => [.. Enumerable.Range(0, count).Select(_ => new double[dimension])];
    }
}
