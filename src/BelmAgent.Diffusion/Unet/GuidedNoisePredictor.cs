using System.Numerics.Tensors;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Text;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.Unet;

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

    internal GuidedNoisePredictor(DenoisingNetwork network, GuidedPrompt prompt, CancellationToken cancellationToken)
    {
        var (unet, text, shape, prediction) = network;
        var guidance = prompt.Guidance;
        ArgumentOutOfRangeException.ThrowIfLessThan(guidance, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(guidance, text is null ? 1 : double.MaxValue);
        (_prediction, Guidance) = (prediction, guidance);
        // At w = 1 the unconditional row would be multiplied by zero: one row is enough.
        var rows = guidance == 1 ? 1 : 2;
        // Encoding may be cancelled or fail, so it comes before anything is bound.
        var conditional = text is null ? default : text.Encode(prompt.Text, cancellationToken).Span;
        var unconditional = text is null || rows == 1 ? default : text.Encode(prompt.Negative, cancellationToken).Span;
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

    /// <summary>Gets the UNet row evaluations so far: one a call without guidance, two with it.</summary>
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

/// <summary>A UNet with all that is needed to run it on latents of one size.</summary>
/// <param name="Unet">The network.</param>
/// <param name="Text">Its text encoder; null for an unconditional network.</param>
/// <param name="Shape">Size of the latents.</param>
/// <param name="Prediction">The meaning of its output.</param>
internal sealed record DenoisingNetwork(UnetModel Unet, TextEncoder? Text, LatentShape Shape, PredictionType Prediction);

/// <summary>A prompt under classifier-free guidance.</summary>
/// <param name="Text">The prompt; may be empty.</param>
/// <param name="Negative">The prompt that guidance leads away from; may be empty.</param>
/// <param name="Guidance">The guidance w, at least 1.</param>
internal sealed record GuidedPrompt(string Text, string Negative, double Guidance);

/// <summary>Classifier-free guidance (Ho and Salimans 2022). This is the only place that implements the formula.</summary>
public static class ClassifierFreeGuidance
{
    /// <summary>Computes ε = ε_∅ + w(ε_c − ε_∅), element by element.</summary>
    /// <param name="unconditional">ε_∅.</param>
    /// <param name="conditional">ε_c.</param>
    /// <param name="guidance">w; 1 gives ε_c.</param>
    /// <param name="guided">Receives ε; may be the same memory as <paramref name="conditional"/>.</param>
    public static void Combine(ReadOnlySpan<double> unconditional, ReadOnlySpan<double> conditional, double guidance, Span<double> guided)
    {
        TensorPrimitives.Subtract(conditional, unconditional, guided);
        TensorPrimitives.MultiplyAdd(guided, guidance, unconditional, guided);
    }
}

/// <summary>Converts a network's prediction to noise.</summary>
internal static class PredictedNoise
{
    /// <summary>Converts a prediction to ε, in place; v-prediction by ε = α·v + σ·x (Salimans and Ho 2022).</summary>
    public static void Convert(PredictionType prediction, ReadOnlySpan<double> sample, in TimeNode node, Span<double> noise)
    {
        if (prediction == PredictionType.VPrediction)
        {
            TensorPrimitives.Multiply(noise, node.Alpha, noise);
            TensorPrimitives.MultiplyAdd(sample, node.Sigma, noise, noise);
        }
    }
}
