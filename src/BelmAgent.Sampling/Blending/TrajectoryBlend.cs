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
        if (!Read(node, scale, state))
        {
            return;
        }

        var source = Source.State(node);
        for (int k = 0; k < state.Length; k++)
        {
            state[k] = Mix(_values[k], state[k], source[k] / scale);
        }
    }

    /// <summary>Blends a two-step walk that has just descended to a node: its position and the increment that leads there.</summary>
    internal void Apply(TwoStepWalk walk)
    {
        walk.Read(_state);
        if (_mask.TryRead(walk.Node, Source.State(walk.Node), _state, _values))
        {
            walk.Blend(_values, Source.State(walk.Node), Source.State(walk.Node + 1));
        }
    }

    /// <summary>Computes s + m(x − s), exact at both ends.</summary>
    internal static double Mix(double m, double x, double s) => m >= 1 ? x : m <= 0 ? s : s + (m * (x - s));

    private bool Read(int node, double scale, ReadOnlySpan<double> state)
    {
        for (int k = 0; k < state.Length; k++)
        {
            _state[k] = scale * state[k];
        }

        return _mask.TryRead(node, Source.State(node), _state, _values);
    }
}
