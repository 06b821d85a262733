namespace BelmAgent.Sampling;

/// <summary>The network as every sampler sees it: ε(x, t), whatever its parametrisation, prompt, guidance, type or device.</summary>
/// <remarks>
/// For an exact round trip the same input must give the same bits each time. Implementations reuse buffers and are
/// not safe to share between threads unless they say so.
/// </remarks>
public interface INoisePredictor
{
    /// <summary>Writes the noise that the network sees in a state.</summary>
    /// <param name="sample">The state x = α·x̄, any number of elements.</param>
    /// <param name="node">Where on the grid the state lies.</param>
    /// <param name="noise">Receives ε, as many elements as <paramref name="sample"/>.</param>
    /// <param name="cancellationToken">Stops the call; an implementation that blocks checks it at least once.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    void Predict(ReadOnlySpan<double> sample, in TimeNode node, Span<double> noise, CancellationToken cancellationToken);
}
