using BelmAgent.Diffusion.Text;
using BelmAgent.Diffusion.Unet;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.Guidance;

/// <summary>
/// Predicts the noise ε(x, t) under one prompt, with classifier-free guidance (Ho and Salimans 2022, ε = ε_∅ + w(ε_c − ε_∅)) and with
/// v-prediction converted to noise (Salimans and Ho 2022, ε = α·v + σ·x).
/// </summary>
/// <remarks>Allocates nothing after construction. Not safe to share between threads. Owns its batch.</remarks>
public sealed class GuidedNoisePredictor : INoisePredictor, IDisposable
{
    private readonly UnetBatch _batch;
    private readonly PredictionType _prediction;
    private readonly double[] _unconditional;

    internal GuidedNoisePredictor(UnetModel unet, TextEncoder? text, LatentShape shape, PredictionType prediction, string prompt, string negativePrompt, double guidance, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(guidance, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(guidance, text is null ? 1 : double.MaxValue);
        (_prediction, Guidance) = (prediction, guidance);
        // At w = 1 the unconditional row would be multiplied by zero: one row is enough.
        var rows = guidance == 1 ? 1 : 2;
        // Encoding may be cancelled or fail, so it comes before anything is bound.
        var conditional = text is null ? default : text.Encode(prompt, cancellationToken).Span;
        var unconditional = text is null || rows == 1 ? default : text.Encode(negativePrompt, cancellationToken).Span;
        _batch = unet.CreateBatch(rows, shape, text);
        _unconditional = rows == 1 ? [] : new double[shape.Length];
        if (text is not null)
        {
            _batch.SetCondition(rows - 1, conditional);
        }

        if (rows == 2)
        {
            _batch.SetCondition(0, unconditional);
        }
    }

    /// <summary>Gets the guidance w, at least 1.</summary>
    public double Guidance { get; }

    /// <summary>Gets the number of UNet row evaluations so far: one per call without guidance, two with it.</summary>
    public int Evaluations => _batch.Evaluations;

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<double> sample, in TimeNode node, Span<double> noise, CancellationToken cancellationToken)
    {
        for (var row = 0; row < _batch.Rows; row++)
        {
            _batch.SetSample(row, sample);
        }

        _batch.Run(node.Timestep, cancellationToken);
        _batch.GetOutput(_batch.Rows - 1, noise);
        if (_batch.Rows == 2)
        {
            _batch.GetOutput(0, _unconditional);
            ClassifierFreeGuidance.Combine(_unconditional, noise, Guidance, noise);
        }

        PredictedNoise.Convert(_prediction, sample, node, noise);
    }

    /// <inheritdoc/>
    public void Dispose() => _batch.Dispose();
}
