using System.Numerics;
using System.Runtime.CompilerServices;

namespace BelmAgent.Sampling;

/// <summary>A two-step state on its way along the grid: the position X = x̄_i at node i and one increment U beside it.</summary>
/// <remarks>
/// O-BELM samples by equation 18 of Wang et al. 2024 and inverts by their equation 19, where x̄ = x/α, σ̄ = σ/α, h_i = σ̄_i − σ̄_{i−1} and
/// ε_i = ε(x_i, t_i):
/// <code>
/// (18)  x_{i−1} = h_i²/h_{i+1}²·α_{i−1}/α_{i+1}·x_{i+1} + (h_{i+1}² − h_i²)/h_{i+1}²·α_{i−1}/α_i·x_i − h_i·(h_i + h_{i+1})/h_{i+1}·α_{i−1}·ε_i
/// (19)  x_{i+1} = h_{i+1}²/h_i²·α_{i+1}/α_{i−1}·x_{i−1} + (h_i² − h_{i+1}²)/h_i²·α_{i+1}/α_i·x_i + h_{i+1}·(h_i + h_{i+1})/h_i·α_{i+1}·ε_i
/// </code>
/// Both are the same relation, solved for either neighbour. With g_i = h_i², c_i = h_i/g_i and u_i = (x̄_i − x̄_{i−1})/g_i it reads
/// u_i + u_{i+1} = (c_i + c_{i+1})·ε_i, and this lifting form is what runs (<see cref="Follow"/>), for every relation of
/// <see cref="TwoStepCoefficients"/>:
/// <code>
/// (18)  u_i     = (c_i + c_{i+1})·ε_i − u_{i+1}      x̄_{i−1} = x̄_i − g_i·u_i             Reflect(ε_i), Descend()
/// (19)  u_{i+1} = (c_i + c_{i+1})·ε_i − u_i          x̄_{i+1} = x̄_i + g_{i+1}·u_{i+1}     Reflect(ε_i), Climb()
/// </code>
/// Each line adds a number to one that does not depend on it and that is rounded first, or subtracts it, so each can be undone: in fixed
/// point to the last bit. <see cref="Climb"/> undoes <see cref="Descend"/>, and <see cref="Reflect"/> with the same noise undoes itself.
/// None of them allocates, and none is inlined: within one another's code the loops of fixed point take a quarter longer. Not safe to share
/// between threads.
/// </remarks>
/// <typeparam name="T">The type of X and U: double, or long for fixed point.</typeparam>
/// <typeparam name="TNumber">The meaning of such a number.</typeparam>
internal sealed class TwoStepWalk<T, TNumber>
    where T : struct, INumber<T>
    where TNumber : IStateNumber<T>
{
    private readonly TimeGrid _grid;
    private readonly TwoStepCoefficients _coefficients;
    private readonly T[] _x;
    private readonly T[] _u;
    private int _increment;

    /// <summary>Creates a walk at a node, with the increment of a step next to it.</summary>
    public TwoStepWalk(TimeGrid grid, TwoStepCoefficients coefficients, int node, int increment, T[] x, T[] u)
        => (_grid, _coefficients, Node, _increment, _x, _u) = (grid, coefficients, node, increment, x, u);

    /// <summary>Creates a walk at a node, without an increment.</summary>
    public TwoStepWalk(TimeGrid grid, TwoStepCoefficients coefficients, int node, ReadOnlySpan<double> state)
        : this(grid, coefficients, node, increment: 0, new T[state.Length], new T[state.Length])
    {
        for (var k = 0; k < _x.Length; k++)
        {
            _x[k] = TNumber.FromReal(state[k] / grid[node].Alpha);
        }
    }

    /// <summary>Gets the index i of the node where the walk stands.</summary>
    public int Node { get; private set; }

    /// <summary>Follows the relation to another node: by equation 18 to one below, by equation 19 to one above.</summary>
    /// <param name="run">Calls the network, and blends where it has a blend. The increment that the walk holds leads towards the node.</param>
    /// <param name="to">The index of the node.</param>
    public void Follow(SamplingRun run, int to)
    {
        Move(run);
        while (Node != to)
        {
            Read(run.State);
            run.Visit(Node);
            Reflect(run.Noise);
            Move(run);
        }
    }

    /// <summary>Computes U ← (c_i + c_{i+1})·ε_i − U: the increment on one side of the node becomes that on its other side.</summary>
    /// <param name="noise">ε(x_i, t_i) at this node.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lengths differ.</exception>
    /// <exception cref="InvalidOperationException">The walk stands at an end of the grid.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Reflect(ReadOnlySpan<double> noise)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(noise.Length, _u.Length, nameof(noise));
        if (Node == 0 || Node == _grid.Steps)
        {
            throw new InvalidOperationException($"At node {Node} there is nothing to reflect: the relation joins two steps.");
        }

        var weight = _coefficients.C(Node) + _coefficients.C(Node + 1);
        for (var k = 0; k < _u.Length; k++)
        {
            _u[k] = TNumber.FromReal(weight * noise[k]) - _u[k];
        }

        _increment = (2 * Node) + 1 - _increment;
    }

    /// <summary>Computes X ← X − g_i·U, from node i to node i − 1.</summary>
    /// <exception cref="InvalidOperationException">The increment is not that of the step below.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Descend()
    {
        ThrowIfNotHolding(Node);
        var g = _coefficients.G(Node);
        for (var k = 0; k < _x.Length; k++)
        {
            _x[k] -= TNumber.FromReal(g * TNumber.ToReal(_u[k]));
        }

        Node--;
    }

    /// <summary>Computes X ← X + g_{i+1}·U, from node i to node i + 1.</summary>
    /// <exception cref="InvalidOperationException">The increment is not that of the step above.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Climb()
    {
        ThrowIfNotHolding(Node + 1);
        var g = _coefficients.G(Node + 1);
        for (var k = 0; k < _x.Length; k++)
        {
            _x[k] += TNumber.FromReal(g * TNumber.ToReal(_u[k]));
        }

        Node++;
    }

    /// <summary>Gives the walk its first increment, by a start rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="run">Calls the network.</param>
    /// <param name="to">The neighbouring node that the first step leads to.</param>
    public void Begin(StartRule rule, SamplingRun run, int to)
    {
        var position = new double[_x.Length];
        Read(scale: 1, position);
        Read(run.State);
        Begin(Math.Max(Node, to), StartTableau.For(rule).Slope(run, _grid, Node, to, position));
    }

    /// <summary>Gives the walk its first increment, that of step i (downwards) or i + 1 (upwards), from the slope of that step.</summary>
    public void Begin(int increment, ReadOnlySpan<double> slope)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(slope.Length, _u.Length, nameof(slope));
        var c = _coefficients.C(increment);
        for (var k = 0; k < _u.Length; k++)
        {
            _u[k] = TNumber.FromReal(c * slope[k]);
        }

        _increment = increment;
    }

    /// <summary>
    /// Makes the increment what it would have been under another noise field: U ← U + c_j·(ε_new − ε_old). Wherever the
    /// field changes abruptly this keeps the change out of the parasitic mode; at an inversion's end it is the kick.
    /// </summary>
    /// <param name="oldNoise">ε(x_i, t_i) under the field so far.</param>
    /// <param name="newNoise">ε(x_i, t_i) under the field from now on; equal to the old one, no bit changes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lengths differ.</exception>
    public void Reanchor(ReadOnlySpan<double> oldNoise, ReadOnlySpan<double> newNoise)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(oldNoise.Length, _u.Length, nameof(oldNoise));
        ArgumentOutOfRangeException.ThrowIfNotEqual(newNoise.Length, _u.Length, nameof(newNoise));
        var c = _coefficients.C(_increment);
        for (var k = 0; k < _u.Length; k++)
        {
            _u[k] -= TNumber.FromReal(c * (oldNoise[k] - newNoise[k]));
        }
    }

    /// <summary>Reads the state x_i = α_i·x̄_i, to be shown to the network.</summary>
    /// <param name="state">Receives x_i.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lengths differ.</exception>
    public void Read(Span<double> state)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(state.Length, _x.Length, nameof(state));
        Read(_grid[Node].Alpha, state);
    }

    /// <summary>Creates the state as a value.</summary>
    /// <exception cref="InvalidOperationException">The increment is that of the step above: climb or reflect first.</exception>
    public SamplerState ToState()
    {
        ThrowIfNotHolding(Node);
        double[] position = new double[_x.Length], slope = new double[_u.Length];
        Read(position);
        var scale = 1 / _coefficients.C(Node);
        for (var k = 0; k < _u.Length; k++)
        {
            slope[k] = scale * TNumber.ToReal(_u[k]);
        }

        return this is TwoStepWalk<long, Q48> { _x: var x, _u: var u }
            ? SamplerState.FixedPoint(Node, position, slope, new(x.ToArray(), u.ToArray()))
            : SamplerState.WithSlope(Node, position, slope);
    }

    // To the far end of the step whose increment the walk holds: after a reflection, away from where it came.
    private void Move(SamplingRun run)
    {
        if (_increment > Node)
        {
            Climb();
        }
        else
        {
            Descend();
        }

        if (run.Blend is { } blend)
        {
            Blend(blend, run.State);
        }
    }

    // Mixes the pair with a source's, element by element: X ← s̄_i + M(X − s̄_i), and U likewise with (s̄_{i+1} − s̄_i)/g_{i+1}. Blending the
    // position alone would leave the older state as it was: a kick of the parasitic mode.
    private void Blend(TrajectoryBlend blend, Span<double> state)
    {
        ThrowIfNotHolding(Node + 1);
        Read(state);
        if (!blend.TryRead(Node, state, out var mask))
        {
            return;
        }

        ReadOnlySpan<double> source = blend.Source.State(Node), above = blend.Source.State(Node + 1);
        double alpha = _grid[Node].Alpha, alphaAbove = _grid[Node + 1].Alpha, g = _coefficients.G(_increment);
        for (var k = 0; k < _x.Length; k++)
        {
            if (mask[k] >= 1)
            {
                continue;
            }

            var position = source[k] / alpha;
            _x[k] = TNumber.FromReal(TrajectoryBlend.Mix(mask[k], TNumber.ToReal(_x[k]), position));
            _u[k] = TNumber.FromReal(TrajectoryBlend.Mix(mask[k], TNumber.ToReal(_u[k]), ((above[k] / alphaAbove) - position) / g));
        }
    }

    private void Read(double scale, Span<double> state)
    {
        for (var k = 0; k < _x.Length; k++)
        {
            state[k] = scale * TNumber.ToReal(_x[k]);
        }
    }

    private void ThrowIfNotHolding(int increment)
    {
        if (_increment != increment)
        {
            throw new InvalidOperationException($"At node {Node} the walk holds the increment of step {_increment}, not of {increment}.");
        }
    }
}
