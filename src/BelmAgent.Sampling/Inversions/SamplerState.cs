namespace BelmAgent.Sampling;

/// <summary>The state of a sampler: everything that it needs to continue from node K.</summary>
/// <remarks>
/// The vectors are not copied and must not be changed afterwards. Under that condition the state is immutable and safe to share
/// between threads.
/// </remarks>
public sealed class SamplerState
{
    private SamplerState(int node, StateKind kind, ReadOnlyMemory<double> position, ReadOnlyMemory<double> companion, FixedPointWords? words)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(node);
        ArgumentOutOfRangeException.ThrowIfZero(position.Length, nameof(position));
        if (kind == StateKind.Neighbours)
        {
            ArgumentOutOfRangeException.ThrowIfZero(companion.Length, nameof(companion));
            ArgumentOutOfRangeException.ThrowIfNotEqual(companion.Length % position.Length, 0, nameof(companion));
        }
        else if (kind != StateKind.PositionOnly)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(companion.Length, position.Length, nameof(companion));
        }

        (Node, Kind, Position, Companion, Words) = (node, kind, position, companion, words);
    }

    /// <summary>Gets the index K of the node on the grid.</summary>
    public int Node { get; }

    /// <summary>Gets the meaning of <see cref="Companion"/>.</summary>
    public StateKind Kind { get; }

    /// <summary>Gets the state x_K = α_K·x̄_K, as the network sees it.</summary>
    public ReadOnlyMemory<double> Position { get; }

    /// <summary>
    /// Gets the second vector, as long as <see cref="Position"/>; a multiple of that for <see cref="StateKind.Neighbours"/>, empty for
    /// <see cref="StateKind.PositionOnly"/>.
    /// </summary>
    public ReadOnlyMemory<double> Companion { get; }

    /// <summary>
    /// Gets the state in 64-bit fixed point, if the sampler works in it. It is then authoritative; <see cref="Position"/> and
    /// <see cref="Companion"/> are its values rounded to double.
    /// </summary>
    public FixedPointWords? Words { get; }

    /// <summary>Creates a state of one vector.</summary>
    /// <param name="node">K, at least 0.</param>
    /// <param name="position">x_K.</param>
    /// <exception cref="ArgumentOutOfRangeException">The node is negative, or the vector is empty.</exception>
    public static SamplerState FromPosition(int node, ReadOnlyMemory<double> position) => new(node, StateKind.PositionOnly, position, default, null);

    /// <summary>Creates a two-step state.</summary>
    /// <param name="node">K, at least 0.</param>
    /// <param name="position">x_K.</param>
    /// <param name="slope">v_K = (x̄_K − x̄_{K−1})/h_K: the noise that a DDIM step from x_K to x_{K−1} would follow.</param>
    /// <exception cref="ArgumentOutOfRangeException">The node is negative, a vector is empty, or their lengths differ.</exception>
    public static SamplerState WithSlope(int node, ReadOnlyMemory<double> position, ReadOnlyMemory<double> slope)
        => new(node, StateKind.Slope, position, slope, null);

    /// <summary>Creates a state of EDICT.</summary>
    /// <param name="node">K, at least 0.</param>
    /// <param name="x">First chain, x_K.</param>
    /// <param name="y">Second chain, y_K.</param>
    /// <exception cref="ArgumentOutOfRangeException">The node is negative, a vector is empty, or their lengths differ.</exception>
    public static SamplerState Coupled(int node, ReadOnlyMemory<double> x, ReadOnlyMemory<double> y)
        => new(node, StateKind.Coupled, x, y, null);

    /// <summary>Creates a state of a sampler that reads more than two states at once.</summary>
    /// <param name="node">K, at least 0.</param>
    /// <param name="position">x_K.</param>
    /// <param name="below">x_{K−1}, x_{K−2}, … one after the other, at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The node is negative, a vector is empty, or the second is no multiple of the first.</exception>
    public static SamplerState WithNeighbours(int node, ReadOnlyMemory<double> position, ReadOnlyMemory<double> below)
        => new(node, StateKind.Neighbours, position, below, null);

    internal static SamplerState FixedPoint(int node, double[] position, double[] slope, FixedPointWords words)
        => new(node, StateKind.Slope, position, slope, words);
}

/// <summary>The meaning of the second vector of a <see cref="SamplerState"/>.</summary>
public enum StateKind
{
    /// <summary>There is no second vector: one vector is the whole state, as for DDIM. An exact sampler restarts from it.</summary>
    PositionOnly,

    /// <summary>The slope v = (x̄_K − x̄_{K−1})/h_K of the step below: the state of the two-step samplers.</summary>
    Slope,

    /// <summary>EDICT's second chain y_K.</summary>
    Coupled,

    /// <summary>The states below, x_{K−1}, x_{K−2}, …, one after the other: the state of the samplers of more than two steps.</summary>
    Neighbours,
}

/// <summary>A two-step state in 64-bit fixed point with 48 fractional bits: the word w stands for w·2⁻⁴⁸.</summary>
/// <param name="Position">X = x̄_K, one word per element.</param>
/// <param name="Increment">U = (x̄_K − x̄_{K−1})/g_K, one word per element (see <see cref="TwoStepCoefficients.G"/>).</param>
/// <remarks>The arrays are not copied. Safe to share between threads as long as they are not written to.</remarks>
public sealed record FixedPointWords(ReadOnlyMemory<long> Position, ReadOnlyMemory<long> Increment);
