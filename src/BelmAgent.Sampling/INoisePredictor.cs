namespace BelmAgent.Sampling;

/// <summary>The network as every sampler sees it: ε(x, t), independent of parametrisation, prompt, guidance, type and device.</summary>
/// <remarks>
/// For an exact round trip, equal inputs must give equal bits each time. Implementations reuse buffers and are not safe to share
/// between threads unless they say so.
/// </remarks>
public interface INoisePredictor
{
    /// <summary>Predicts the noise in a state.</summary>
    /// <param name="sample">The state x = α·x̄, any number of elements.</param>
    /// <param name="node">The node at which the state lies.</param>
    /// <param name="noise">Receives ε, as many elements as <paramref name="sample"/>.</param>
    /// <param name="cancellationToken">Cancels the call; an implementation that blocks checks it at least once.</param>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    void Predict(ReadOnlySpan<double> sample, in TimeNode node, Span<double> noise, CancellationToken cancellationToken);
}
