using BelmAgent.Diffusion.Text;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.Unet;

/// <summary>Predicts the noise of several pictures at once, each under its own prompt and with the same guidance, in one network call.</summary>
/// <remarks>
/// The state is the pictures' latents one after another, so that any sampler moves all of them. Allocates nothing after construction but
/// for new prompts. Not safe to share between threads. Owns its batch.
/// </remarks>
internal sealed class BatchNoisePredictor : INoisePredictor, IDisposable
{
    private readonly UnetBatch _batch;
    private readonly TextEncoder? _text;
    private readonly PredictionType _prediction;
    private readonly double _guidance;
    private readonly double[] _unconditional;

    /// <summary>Creates a predictor; the prompts are empty until <see cref="SetPrompts"/>.</summary>
    /// <param name="network">The network and the size of a picture's latent.</param>
    /// <param name="pictures">Number of pictures, at least 1.</param>
    /// <param name="guidance">Classifier-free guidance w, at least 1, away from the empty prompt; 1 for an unconditional network.</param>
    /// <param name="cancellationToken">Cancels the encoding of the empty prompt.</param>
    public BatchNoisePredictor(DenoisingNetwork network, int pictures, double guidance, CancellationToken cancellationToken)
    {
        var (unet, text, shape, prediction) = network;
        ArgumentOutOfRangeException.ThrowIfLessThan(pictures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(guidance, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(guidance, text is null ? 1 : double.MaxValue);
        (_text, _prediction, _guidance, Pictures, Length) = (text, prediction, guidance, pictures, shape.Length);
        var empty = text is null ? default : text.Encode("", cancellationToken).Span;
        _batch = unet.CreateBatch(guidance == 1 ? pictures : 2 * pictures, shape, text);
        _unconditional = guidance == 1 ? [] : new double[shape.Length];
        for (var row = 0; text is not null && row < _batch.Rows; row++)
        {
            _batch.SetCondition(row, empty);
        }
    }

    /// <summary>Gets the number of pictures.</summary>
    public int Pictures { get; }

    /// <summary>Gets the number of elements of one picture's latent.</summary>
    public int Length { get; }

    /// <summary>Gets the number of rows of a network call: one a picture, or two with guidance.</summary>
    public int Rows => _batch.Rows;

    /// <summary>Sets the prompts of the pictures.</summary>
    /// <param name="prompts">One a picture; fewer leave the last ones as they are. Ignored by an unconditional network.</param>
    /// <param name="cancellationToken">Cancels the encoding.</param>
    public void SetPrompts(IReadOnlyList<string> prompts, CancellationToken cancellationToken)
    {
        for (var i = 0; _text is not null && i < prompts.Count; i++)
        {
            _batch.SetCondition(Rows - Pictures + i, _text.Encode(prompts[i], cancellationToken).Span);
        }
    }

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<double> sample, in TimeNode node, Span<double> noise, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sample.Length, Pictures * Length, nameof(sample));
        for (var row = 0; row < Rows; row++)
        {
            _batch.SetSample(row, sample.Slice(row % Pictures * Length, Length));
        }

        Run(node.Timestep, cancellationToken);
        for (var i = 0; i < Pictures; i++)
        {
            var part = noise.Slice(i * Length, Length);
            _batch.GetOutput(Rows - Pictures + i, part);
            if (_unconditional.Length > 0)
            {
                _batch.GetOutput(i, _unconditional);
                ClassifierFreeGuidance.Combine(_unconditional, part, _guidance, part);
            }
        }

        PredictedNoise.Convert(_prediction, sample, node, noise);
    }

    /// <summary>Runs the network alone on the latents of the last call, to measure its own time.</summary>
    public void Run(double timestep, CancellationToken cancellationToken) => _batch.Run(timestep, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _batch.Dispose();
}
