namespace BelmAgent.Sampling;

/// <summary>Moves between a clean picture and noise along the diffusion ODE dx̄/dσ̄ = ε(α·x̄, t), in both directions.</summary>
/// <remarks>
/// Works on vectors of any length in double precision. A sampler itself is immutable and safe to share between threads; a predictor
/// usually is not. Nothing is allocated on the heap after the first step has begun.
/// </remarks>
public abstract class Sampler
{
    private protected Sampler(SamplerInfo info, TimeGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        (Info, Grid) = (info, grid);
    }

    /// <summary>Gets the sampler's name, costs and capabilities.</summary>
    public SamplerInfo Info { get; }

    /// <summary>Gets the name that users select the sampler by, such as <c>o-belm</c>.</summary>
    public string Name => Info.Name;

    /// <summary>Gets the grid.</summary>
    public TimeGrid Grid { get; }

    /// <summary>Gets the number of network calls per step.</summary>
    public int EvaluationsPerStep => Info.EvaluationsPerStep;

    /// <summary>Gets whether sampling undoes inversion algebraically, so that only rounding remains.</summary>
    public bool IsExact => Info.IsExact;

    /// <summary>Gets whether sampling undoes inversion bit for bit, given a network that returns the same bits for the same input.</summary>
    public virtual bool IsBitExact => false;

    /// <summary>Gets whether a target can be blended with its source's trajectory while sampling.</summary>
    public bool CanBlend => Info.CanBlend;

    private protected virtual bool RecordsNoise => true;

    /// <summary>Gets how an entire inversion magnifies errors; null if it does not.</summary>
    internal virtual SamplerGrowth? Growth => null;

    /// <summary>Inverts a clean picture up to node K.</summary>
    /// <param name="clean">x₀, at least one element.</param>
    /// <param name="predictor">The network under the prompt that describes the picture.</param>
    /// <param name="options">The options. Default: to the last node, with DDIM's first step, without a trajectory.</param>
    /// <param name="progress">Receives a report once per step, on this thread.</param>
    /// <param name="cancellationToken">Checked before each network call.</param>
    /// <returns>The state at node K, and the trajectory if it was asked for.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no element, or no such last node.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    /// <exception cref="NonFiniteOutputException">The network returned infinity or NaN.</exception>
    /// <exception cref="DivergedStateException">
    /// The network returned infinity or NaN because the sampler's settings let the state grow too large.
    /// </exception>
    public Inversion Invert(
        ReadOnlySpan<double> clean,
        INoisePredictor predictor,
        InversionOptions? options = null,
        IProgress<SamplingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentOutOfRangeException.ThrowIfZero(clean.Length, nameof(clean));
        options ??= new();
        var last = options.LastNode ?? Grid.Steps;
        Grid.ThrowIfNoNode(last, least: 1);
        var canonical = clean.ToArray();
        Canonicalise(canonical);
        var trajectory = options.RecordTrajectory ? Trajectory.Allocate(clean.Length, last, RecordsNoise) : null;
        SamplingRun run = new(predictor, Grid, clean.Length, last, cancellationToken) { Sampler = this, Trajectory = trajectory, Progress = progress };
        var state = Climb(canonical, run, last, options.Start);
        trajectory?.RecordState(last, state.Position.Span);
        return new(state, canonical, trajectory, run.Evaluations);
    }

    /// <summary>Samples from a state down to the clean picture.</summary>
    /// <param name="from">The start: a state of an inversion by this sampler, or a position at any node.</param>
    /// <param name="predictor">The network under the prompt to sample with.</param>
    /// <param name="clean">Receives x₀, as many elements as the state.</param>
    /// <param name="progress">Receives a report once per step, on this thread.</param>
    /// <param name="blend">Blends the state with a source's trajectory after each step. Default: no blending.</param>
    /// <param name="cancellationToken">Checked before each network call.</param>
    /// <returns>The number of network calls.</returns>
    /// <exception cref="ArgumentException">
    /// The state belongs to another sampler, its node is not on the grid, or lengths differ; or the sampler cannot blend, or the
    /// blend's trajectory does not fit the state.
    /// </exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    /// <exception cref="NonFiniteOutputException">The network returned infinity or NaN.</exception>
    public int Sample(
        SamplerState from,
        INoisePredictor predictor,
        Span<double> clean,
        IProgress<SamplingProgress>? progress = null,
        TrajectoryBlend? blend = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ThrowIfForeign(from);
        ArgumentOutOfRangeException.ThrowIfNotEqual(clean.Length, from.Position.Length, nameof(clean));
        ThrowIfCannotBlend(blend, from);
        SamplingRun run = new(predictor, Grid, clean.Length, VisitsFrom(from), cancellationToken) { Sampler = this, Blend = blend, Progress = progress };
        Descend(from, run, clean);
        return run.Evaluations;
    }

    /// <summary>Generates a picture from noise: <see cref="Sample"/> from a position at node N.</summary>
    /// <param name="noise">x_N, normally drawn from N(0, 1).</param>
    /// <param name="predictor">The network under the prompt to sample with.</param>
    /// <param name="clean">Receives x₀, as many elements as <paramref name="noise"/>.</param>
    /// <param name="progress">Receives a report once per step, on this thread.</param>
    /// <param name="cancellationToken">Checked before each network call.</param>
    /// <returns>The number of network calls.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no element, or lengths differ.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    /// <exception cref="NonFiniteOutputException">The network returned infinity or NaN.</exception>
    public int Generate(
        ReadOnlySpan<double> noise,
        INoisePredictor predictor,
        Span<double> clean,
        IProgress<SamplingProgress>? progress = null,
        CancellationToken cancellationToken = default)
        => Sample(SamplerState.FromPosition(Grid.Steps, noise.ToArray()), predictor, clean, progress, blend: null, cancellationToken);

    /// <summary>Rounds x₀ to values that this sampler can represent.</summary>
    private protected virtual void Canonicalise(Span<double> clean)
    {
    }

    private protected abstract bool Accepts(StateKind kind);

    private protected abstract SamplerState Climb(ReadOnlySpan<double> clean, SamplingRun run, int last, StartRule start);

    private protected abstract void Descend(SamplerState from, SamplingRun run, Span<double> clean);

    /// <summary>Returns the number of nodes at which the network is called on the way down.</summary>
    private protected virtual int VisitsFrom(SamplerState from) => from.Node;

    private void ThrowIfCannotBlend(TrajectoryBlend? blend, SamplerState from)
    {
        if (blend is null)
        {
            return;
        }

        if (!CanBlend || blend.Source.LastNode < from.Node || blend.Source.Dimension != from.Position.Length)
        {
            throw new ArgumentException(
                CanBlend ? "The blend's trajectory does not fit the state." : $"The sampler '{Name}' has no blend.", nameof(blend));
        }
    }

    private protected void ThrowIfForeign(SamplerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!Accepts(state.Kind))
        {
            throw new ArgumentException($"A {state.Kind} state does not fit the sampler '{Name}'.", nameof(state));
        }

        Grid.ThrowIfNoNode(state.Node, least: 1);
    }
}
