using System.Numerics.Tensors;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.Guidance;

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
