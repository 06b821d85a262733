namespace BelmAgent.Sampling;

/// <summary>The path of an inversion: x_0 … x_K, and ε at nodes 0 … K − 1 if the sampler called the network there.</summary>
/// <remarks>
/// DDIM with the source timestep and the two-step samplers call the network exactly at nodes 0 … K − 1; node K is never visited. EDICT
/// and DDIM with the destination timestep call it elsewhere, so no noise is recorded. Arrays passed in are not copied. Safe to share
/// between threads as long as they are not written to.
/// </remarks>
public sealed class Trajectory
{
    private readonly double[] _states;
    private readonly double[] _noises;

    /// <summary>Creates a trajectory from its numbers, node after node.</summary>
    /// <param name="dimension">Elements of one state, at least 1.</param>
    /// <param name="states">x_0 … x_K in one array, K at least 1.</param>
    /// <param name="noises">ε_0 … ε_{K−1} in one array, or an empty one.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length does not fit the dimension.</exception>
    public Trajectory(int dimension, double[] states, double[] noises)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(noises);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(states.Length, 2 * dimension, nameof(states));
        ArgumentOutOfRangeException.ThrowIfNotEqual(states.Length % dimension, 0, nameof(states));
        if (noises.Length > 0)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(noises.Length, states.Length - dimension, nameof(noises));
        }

        (Dimension, LastNode, _states, _noises) = (dimension, (states.Length / dimension) - 1, states, noises);
    }

    /// <summary>Gets the number of elements of one state.</summary>
    public int Dimension { get; }

    /// <summary>Gets the index K of the last node.</summary>
    public int LastNode { get; }

    /// <summary>Gets all states, one after the other: (K + 1) · <see cref="Dimension"/> numbers.</summary>
    public ReadOnlyMemory<double> States => _states;

    /// <summary>Gets all noises, one after the other: K · <see cref="Dimension"/> numbers, or none.</summary>
    public ReadOnlyMemory<double> Noises => _noises;

    /// <summary>Returns the state x_i = α_i·x̄_i.</summary>
    /// <param name="node">0 to K.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public ReadOnlySpan<double> State(int node)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(node);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(node, LastNode);
        return _states.AsSpan(node * Dimension, Dimension);
    }

    /// <summary>Returns whether the noise ε(x_i, t_i) is recorded.</summary>
    /// <param name="node">Any node; there is never noise for node K.</param>
    public bool HasNoise(int node) => node >= 0 && node < _noises.Length / Dimension;

    /// <summary>Returns the noise ε(x_i, t_i) that the inversion used.</summary>
    /// <param name="node">0 to K − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">No noise is recorded for the node; see <see cref="HasNoise"/>.</exception>
    public ReadOnlySpan<double> Noise(int node)
        => HasNoise(node)
            ? _noises.AsSpan(node * Dimension, Dimension)
            : throw new ArgumentOutOfRangeException(nameof(node), node, "No noise is kept for this node.");

    internal static Trajectory Allocate(int dimension, int lastNode, bool withNoise)
        => new(dimension, new double[(lastNode + 1) * dimension], withNoise ? new double[lastNode * dimension] : []);

    internal void RecordState(int node, ReadOnlySpan<double> state) => state.CopyTo(_states.AsSpan(node * Dimension, Dimension));

    internal void RecordNoise(int node, ReadOnlySpan<double> noise)
    {
        if (_noises.Length > 0)
        {
            noise.CopyTo(_noises.AsSpan(node * Dimension, Dimension));
        }
    }
}
