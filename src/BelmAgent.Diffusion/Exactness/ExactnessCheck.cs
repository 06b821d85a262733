using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using BelmAgent.Diffusion.Guidance;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Unet;
using BelmAgent.Sampling;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace BelmAgent.Diffusion.Exactness;

/// <summary>Inverts a fixed picture with O-BELM, reconstructs it, and measures the error.</summary>
/// <remarks>Stateless; the pipeline must belong to the caller.</remarks>
public static class ExactnessCheck
{
    /// <summary>Number of steps of the round trip.</summary>
    public const int Steps = 10;

    /// <summary>The number of times the same network call is repeated.</summary>
    public const int Repeats = 5;

    private const string Prompt = "";
    private const int Seed = 1;

    /// <summary>Makes the round trip twice, with the state in floating point and in fixed point, at the model's native size.</summary>
    /// <param name="pipeline">The model.</param>
    /// <param name="cancellationToken">Cancels during a network call.</param>
    /// <exception cref="ModelException">A network returned NaN or infinity, or failed.</exception>
    public static ExactnessReport Measure(DiffusionPipeline pipeline, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        var latent = pipeline.Autoencoder.Encode(CheckPicture.Draw(pipeline.NativeWidth, pipeline.NativeHeight, Seed), cancellationToken);
        var sampler = TwoStepSampler.OBelm(TimeGrid.Linspace(pipeline.Schedule, Steps));
        using var predictor = pipeline.CreatePredictor(Prompt, guidance: 1, pipeline.Unet.Native, cancellationToken: cancellationToken);

        var (_, back) = RoundTrip(sampler, latent, predictor, cancellationToken);
        var (clean, exact) = RoundTrip(sampler.InFixedPoint(), latent, predictor, cancellationToken);
        var distance = back is null ? double.PositiveInfinity : TensorPrimitives.Distance<double>(latent, back);
        return new ExactnessReport
        {
            Provider = pipeline.Provider,
            Precision = PrecisionOf(pipeline.Unet),
            Steps = Steps,
            LatentMse = distance * distance / latent.Length,
            RepeatsIdentical = Repeat(sampler.Grid[Steps / 2], latent, predictor, cancellationToken),
            FixedPointExact = exact is not null && SameBits(clean, exact),
        };
    }

    // The reconstruction; null if a network that answers differently each time drove the state to infinity.
    private static (double[] Clean, double[]? Back) RoundTrip(TwoStepSampler sampler, double[] latent, GuidedNoisePredictor predictor, CancellationToken cancellationToken)
    {
        var inversion = sampler.Invert(latent, predictor, cancellationToken: cancellationToken);
        var back = new double[latent.Length];
        try
        {
            sampler.Sample(inversion.State, predictor, back, cancellationToken: cancellationToken);
        }
        catch (NonFiniteOutputException)
        {
            return (inversion.Clean.ToArray(), null);
        }

        return (inversion.Clean.ToArray(), back);
    }

    private static bool Repeat(in TimeNode node, double[] latent, GuidedNoisePredictor predictor, CancellationToken cancellationToken)
    {
        var (first, again) = (new double[latent.Length], new double[latent.Length]);
        predictor.Predict(latent, node, first, cancellationToken);
        var isSame = true;
        for (var i = 1; i < Repeats; i++)
        {
            predictor.Predict(latent, node, again, cancellationToken);
            isSame &= SameBits(first, again);
        }

        return isSame;
    }

    private static bool SameBits(double[] one, double[] other) => MemoryMarshal.AsBytes<double>(one).SequenceEqual(MemoryMarshal.AsBytes<double>(other));

    private static string PrecisionOf(UnetModel unet) => unet.Model.Outputs[unet.Model.Output("out_sample", "sample", "noise_pred")].ElementDataType switch
    {
        TensorElementType.Float16 => "fp16",
        TensorElementType.Double => "fp64",
        _ => "fp32",
    };
}
