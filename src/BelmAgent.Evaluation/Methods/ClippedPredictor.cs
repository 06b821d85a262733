using BelmAgent.Sampling;

namespace BelmAgent.Evaluation.Methods;

/// <summary>
/// The noise of a predictor whose predicted clean picture, x̂₀ = (x − σ·ε)/α, is clipped to [−1, 1]: diffusers' <c>clip_sample</c>, which DDPM's
/// own models are sampled with.
/// </summary>
internal sealed class ClippedPredictor(INoisePredictor inner) : INoisePredictor
{
    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<double> sample, in TimeNode node, Span<double> noise, CancellationToken cancellationToken)
    {
        inner.Predict(sample, node, noise, cancellationToken);
        if (node.Sigma == 0)
        {
            return;
        }

        for (var i = 0; i < noise.Length; i++)
        {
            var clean = Math.Clamp((sample[i] - (node.Sigma * noise[i])) / node.Alpha, -1, 1);
            noise[i] = (sample[i] - (node.Alpha * clean)) / node.Sigma;
        }
    }
}
