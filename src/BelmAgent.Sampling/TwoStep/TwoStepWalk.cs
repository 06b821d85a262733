namespace BelmAgent.Sampling;

/// <summary>A two-step state on its way, in lifting form: the position X = x̄_i and one increment U, next to node i.</summary>
/// <remarks>
/// Three operations make both directions and their undoing: <see cref="Reflect"/> turns the increment below the node into
/// the one above it, or back; <see cref="Climb"/> and <see cref="Descend"/> follow it to the next node.
/// <code>
/// sampling  (… i → i − 1):  Reflect(ε_i), Descend()      undone by  Climb(), Reflect(ε_i)
/// inverting (… i → i + 1):  Reflect(ε_i), Climb()        undone by  Descend(), Reflect(ε_i)
/// </code>
/// None of them allocates. Not safe to share between threads.
/// </remarks>
public abstract class TwoStepWalk
{
    private readonly TwoStepCoefficients _coefficients;
    private int _increment;

    private protected TwoStepWalk(TimeGrid grid, TwoStepCoefficients coefficients, int node, int increment)
        => (Grid, _coefficients, Node, _increment) = (grid, coefficients, node, increment);

    /// <summary>Index i of the node where the walk stands.</summary>
    public int Node { get; private set; }

    private protected TimeGrid Grid { get; }

    /// <summary>Reads the state x_i = α_i·x̄_i, to be shown to the network.</summary>
    /// <param name="state">Receives x_i.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lengths differ.</exception>
    public void Read(Span<double> state)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(state.Length, Dimension, nameof(state));
        ReadScaled(Grid[Node].Alpha, state);
    }

    /// <summary>U ← −U + (c_i + c_{i+1})·ε_i: the two-step relation.</summary>
    /// <param name="noise">ε(x_i, t_i) at this node.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lengths differ.</exception>
    /// <exception cref="InvalidOperationException">The walk stands at an end of the grid.</exception>
    public void Reflect(ReadOnlySpan<double> noise)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(noise.Length, Dimension, nameof(noise));
        if (Node == 0 || Node == Grid.Steps)
        {
            throw new InvalidOperationException($"At node {Node} there is nothing to reflect: the relation joins two steps.");
        }

        ReflectIncrement(_coefficients.C(Node) + _coefficients.C(Node + 1), noise);
        _increment = (2 * Node) + 1 - _increment;
    }

    /// <summary>X ← X + g_{i+1}·U, from node i to node i + 1.</summary>
    /// <exception cref="InvalidOperationException">The increment is not that of the step above.</exception>
    public void Climb()
    {
        ThrowIfNotHolding(Node + 1);
        MovePosition(_coefficients.G(_increment), up: true);
        Node++;
    }

    /// <summary>X ← X − g_i·U, from node i to node i − 1.</summary>
    /// <exception cref="InvalidOperationException">The increment is not that of the step below.</exception>
    public void Descend()
    {
        ThrowIfNotHolding(Node);
        MovePosition(_coefficients.G(_increment), up: false);
        Node--;
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
        ArgumentOutOfRangeException.ThrowIfNotEqual(oldNoise.Length, Dimension, nameof(oldNoise));
        ArgumentOutOfRangeException.ThrowIfNotEqual(newNoise.Length, Dimension, nameof(newNoise));
        ShiftIncrement(_coefficients.C(_increment), oldNoise, newNoise);
    }

    /// <summary>
    /// Mixes the pair with a source's, element by element: X ← s̄_i + M(X − s̄_i), and U likewise with the source's increment
    /// (s̄_{i+1} − s̄_i)/g_{i+1}. Blending the position alone would leave the older state as it was: a kick of the parasitic mode.
    /// </summary>
    /// <param name="blend">The source's trajectory and the mask M, 0 to 1 an element.</param>
    /// <param name="state">Memory for the state that the mask is drawn from.</param>
    /// <exception cref="InvalidOperationException">The walk has not just descended to this node.</exception>
    internal void Blend(TrajectoryBlend blend, Span<double> state)
    {
        ThrowIfNotHolding(Node + 1);
        Read(state);
        if (blend.TryRead(Node, state, out var mask))
        {
            BlendPair(mask, blend.Source.State(Node), Grid[Node].Alpha, blend.Source.State(Node + 1), Grid[Node + 1].Alpha, _coefficients.G(_increment));
        }
    }

    /// <summary>The state as a value.</summary>
    /// <exception cref="InvalidOperationException">The increment is that of the step above: climb or reflect first.</exception>
    public SamplerState ToState()
    {
        ThrowIfNotHolding(Node);
        double[] position = new double[Dimension], slope = new double[Dimension];
        Read(position);
        ReadIncrement(1 / _coefficients.C(Node), slope);
        return Words is { } words
            ? SamplerState.FixedPoint(Node, position, slope, words)
            : SamplerState.WithSlope(Node, position, slope);
    }

    /// <summary>Gives the walk its first increment, that of step i (downwards) or i + 1 (upwards).</summary>
    internal void Begin(int increment, ReadOnlySpan<double> slope)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(slope.Length, Dimension, nameof(slope));
        SetIncrement(_coefficients.C(increment), slope);
        _increment = increment;
    }

    /// <summary>Reads x̄_i.</summary>
    internal void ReadUnscaled(Span<double> position) => ReadScaled(1, position);

    private protected abstract int Dimension { get; }

    private protected abstract FixedPointWords? Words { get; }

    private protected abstract void ReadScaled(double alpha, Span<double> state);

    private protected abstract void ReadIncrement(double scale, Span<double> increment);

    private protected abstract void SetIncrement(double c, ReadOnlySpan<double> slope);

    private protected abstract void ReflectIncrement(double weight, ReadOnlySpan<double> noise);

    private protected abstract void MovePosition(double g, bool up);

    private protected abstract void ShiftIncrement(double c, ReadOnlySpan<double> oldNoise, ReadOnlySpan<double> newNoise);

    private protected abstract void BlendPair(
        ReadOnlySpan<double> mask, ReadOnlySpan<double> source, double alpha, ReadOnlySpan<double> above, double alphaAbove, double g);

    private void ThrowIfNotHolding(int increment)
    {
        if (_increment != increment)
        {
            throw new InvalidOperationException($"At node {Node} the walk holds the increment of step {_increment}, not of {increment}.");
        }
    }
}
