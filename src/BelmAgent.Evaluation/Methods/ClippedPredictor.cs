using BelmAgent.Sampling;

namespace BelmAgent.Evaluation.Methods;

/// <summary>
/// The noise of a predictor whose predicted clean picture, x̂₀ = (x − σ·ε)/α, is clipped to [−1, 1], as DDPM's own models are sampled. The noise
/// is derived again from the clipped picture: diffusers' <c>clip_sample</c> with <c>use_clipped_model_output</c>, which is not its default; by
/// default it clips the picture and keeps the noise.
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
