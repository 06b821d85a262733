using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using BelmAgent.Diffusion.Autoencoder;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Unet;
using BelmAgent.Sampling;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace BelmAgent.Diffusion.Checks;

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

/// <summary>The exactness of a round trip with one model on one provider.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record ExactnessReport
{
    /// <summary>The largest accepted <see cref="LatentMse"/> if the UNet computes in 32 bits or more: 1e-10.</summary>
    public const double SingleLimit = 1e-10;

    /// <summary>The largest accepted <see cref="LatentMse"/> if the UNet outputs 16 bits: 1e-6.</summary>
    public const double HalfLimit = 1e-6;

    /// <summary>Gets the execution provider that the UNet really ran on.</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    /// <summary>Gets the element type of the UNet's output: fp16, fp32 or fp64. An export may compute in fewer bits inside.</summary>
    [JsonPropertyName("precision")]
    public required string Precision { get; init; }

    /// <summary>Gets the steps N of the time grid.</summary>
    [JsonPropertyName("steps")]
    public required int Steps { get; init; }

    /// <summary>
    /// Gets the mean squared difference of the latent and what came back, with the state in floating point; 0 is perfect, infinity a
    /// round trip that broke down.
    /// </summary>
    [JsonPropertyName("latent_mse")]
    public required double LatentMse { get; init; }

    /// <summary>Gets whether the same network call, made <see cref="ExactnessCheck.Repeats"/> times, gave the same bits each time.</summary>
    [JsonPropertyName("repeats_identical")]
    public required bool RepeatsIdentical { get; init; }

    /// <summary>Gets whether every bit came back with the state in fixed point.</summary>
    [JsonPropertyName("fixed_point_exact")]
    public required bool FixedPointExact { get; init; }

    /// <summary>Gets the largest <see cref="LatentMse"/> that passes at this <see cref="Precision"/>.</summary>
    [JsonPropertyName("limit")]
    public double Limit => Precision == "fp16" ? HalfLimit : SingleLimit;

    /// <summary>Gets whether <see cref="LatentMse"/> is within <see cref="Limit"/>.</summary>
    [JsonPropertyName("exact")]
    public bool IsExact => LatentMse <= Limit;
}
