namespace BelmAgent.Sampling;

/// <summary>
/// Blends a target with its source's trajectory wherever a mask M is below 1: x ← s + M(x − s) after each step (LocalBlend, Hertz et
/// al. 2022; blended diffusion, Avrahami et al. 2022). For a two-step target both states are blended.
/// </summary>
/// <remarks>
/// Where M is 0 at the end, the clean target equals the clean source bit for bit; where M is 1, the target is unchanged bit for bit.
/// Allocates nothing after construction. Belongs to one run; not safe to share between threads.
/// </remarks>
public sealed class TrajectoryBlend
{
    private readonly IBlendMask _mask;
    private readonly double[] _values;
    private readonly double[] _state;

    /// <summary>Creates a blend towards a trajectory.</summary>
    /// <param name="source">The source's trajectory, from node 0 to where sampling starts or beyond.</param>
    /// <param name="mask">Where the target may depart.</param>
    public TrajectoryBlend(Trajectory source, IBlendMask mask)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(mask);
        (Source, _mask) = (source, mask);
        _values = new double[source.Dimension];
        _state = new double[source.Dimension];
    }

    /// <summary>Gets the source's trajectory.</summary>
    public Trajectory Source { get; }

    /// <summary>Blends a state, in place.</summary>
    /// <param name="node">Index of its node.</param>
    /// <param name="scale">Divisor of <paramref name="state"/>: 1 for x, α for x̄.</param>
    /// <param name="state">x or x̄ at that node.</param>
    internal void Apply(int node, double scale, Span<double> state)
    {
        for (var k = 0; k < state.Length; k++)
        {
            _state[k] = scale * state[k];
        }

        if (!TryRead(node, _state, out var mask))
        {
            return;
        }

        var source = Source.State(node);
        for (var k = 0; k < state.Length; k++)
        {
            state[k] = Mix(mask[k], state[k], source[k] / scale);
        }
    }

    /// <summary>Reads the mask for a state that has just been reached; false when nothing is to be blended there.</summary>
    /// <param name="node">Index of its node.</param>
    /// <param name="state">x at that node.</param>
    /// <param name="mask">Receives the mask, valid until the next call.</param>
    internal bool TryRead(int node, ReadOnlySpan<double> state, out ReadOnlySpan<double> mask)
    {
        mask = _values;
        return _mask.TryRead(node, Source.State(node), state, _values);
    }

    /// <summary>Computes s + m(x − s), exact at both ends.</summary>
    internal static double Mix(double m, double x, double s) => m >= 1 ? x : m <= 0 ? s : s + (m * (x - s));
}
