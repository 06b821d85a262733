using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Inversions;

/// <summary>A request to invert a picture.</summary>
public sealed record InvertRequest
{
    /// <summary>Gets the picture.</summary>
    public required string ImageId { get; init; }

    /// <summary>Gets what the picture shows; may be empty, and must be empty for a model that takes no prompt.</summary>
    public required string Prompt { get; init; }

    /// <summary>Gets the sampler, a name of <see cref="SamplerCatalog"/>. Null: the configured default.</summary>
    public string? Sampler { get; init; }

    /// <summary>Gets the settings that only some samplers have, together; each is also a property of its own.</summary>
    [JsonIgnore]
    public SamplerParameters Parameters { get; init; } = new();

    /// <summary>Gets the κ for <c>belm</c>, 0 to 1.</summary>
    public double? Kappa
    {
        get => Parameters.Kappa;
        init => Parameters = Parameters with { Kappa = value };
    }

    /// <summary>Gets the number of states that a step of <c>belm</c> reads, 2 to 4; above 2 it is not zero-stable and takes no κ. Null: 2.</summary>
    public int? Order
    {
        get => Parameters.Order;
        init => Parameters = Parameters with { Order = value };
    }

    /// <summary>Gets the γ of <c>bdia</c>, above 0 and at most 1; an inversion of N steps magnifies rounding errors by γ^(−N). Null: 0.96.</summary>
    public double? Gamma
    {
        get => Parameters.Gamma;
        init => Parameters = Parameters with { Gamma = value };
    }

    /// <summary>Gets the mixing weight p of <c>edict</c>, above 0 and at most 1. Null: 0.93.</summary>
    public double? Mixing
    {
        get => Parameters.Mixing;
        init => Parameters = Parameters with { Mixing = value };
    }

    /// <summary>Gets whether the chains of <c>edict</c> swap roles every other step, as in its own code. Null: no.</summary>
    public bool? Alternate
    {
        get => Parameters.Alternate;
        init => Parameters = Parameters with { Alternate = value };
    }

    /// <summary>Gets the number of steps N, 2 to 1000. Null: the configured default.</summary>
    public int? Steps { get; init; }

    /// <summary>Gets the guidance w of the inversion, 1 to 30. Null: 1.</summary>
    public double? Guidance { get; init; }

    /// <summary>Gets how far towards noise, in (0, 1]. Null: 1.</summary>
    public double? Strength { get; init; }

    /// <summary>Gets whether to keep the state in 64-bit fixed point, so that the round trip is bit-exact (two-step samplers).</summary>
    public bool FixedPoint { get; init; }

    /// <summary>
    /// Gets whether to reconstruct the picture from its inversion and measure the round trip; this doubles the cost. Default: true.
    /// </summary>
    public bool MeasureRoundTrip { get; init; } = true;
}

/// <summary>An inversion, its round trip and its noise.</summary>
public sealed record InvertResult
{
    /// <summary>Gets the id of the saved inversion.</summary>
    [JsonPropertyName("inversion_id")]
    public required string InversionId { get; init; }

    /// <summary>Gets the inverted picture.</summary>
    [JsonPropertyName("image_id")]
    public required string ImageId { get; init; }

    /// <summary>Gets the path of the inversion's file.</summary>
    [JsonPropertyName("path")]
    public required string Path { get; init; }

    /// <summary>Gets the name of the sampler.</summary>
    [JsonPropertyName("sampler")]
    public required string Sampler { get; init; }

    /// <summary>Gets the settings that only some samplers have, together; each is also a property of its own.</summary>
    [JsonIgnore]
    public SamplerParameters Parameters { get; init; } = new();

    /// <summary>Gets the κ of a member of the two-step family; null for other samplers.</summary>
    [JsonPropertyName("kappa")]
    public double? Kappa
    {
        get => Parameters.Kappa;
        init => Parameters = Parameters with { Kappa = value };
    }

    /// <summary>Gets the number of states that a step of <c>belm</c> read, 3 or 4; null for two, and for other samplers.</summary>
    [JsonPropertyName("order")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Order
    {
        get => Parameters.Order;
        init => Parameters = Parameters with { Order = value };
    }

    /// <summary>Gets the γ of BDIA; null for other samplers.</summary>
    [JsonPropertyName("gamma")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Gamma
    {
        get => Parameters.Gamma;
        init => Parameters = Parameters with { Gamma = value };
    }

    /// <summary>Gets the mixing weight p of EDICT; null for other samplers.</summary>
    [JsonPropertyName("mixing")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Mixing
    {
        get => Parameters.Mixing;
        init => Parameters = Parameters with { Mixing = value };
    }

    /// <summary>Gets whether EDICT's chains swapped roles every other step; null for other samplers.</summary>
    [JsonPropertyName("alternate")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Alternate
    {
        get => Parameters.Alternate;
        init => Parameters = Parameters with { Alternate = value };
    }

    /// <summary>Gets the number of steps N.</summary>
    [JsonPropertyName("steps")]
    public required int Steps { get; init; }

    /// <summary>Gets the mean squared error of the round trip in latent space.</summary>
    [JsonPropertyName("latent_mse")]
    public double? LatentMse { get; init; }

    /// <summary>Gets the mean squared error of the reconstruction against the input, pixels in [−1, 1].</summary>
    [JsonPropertyName("pixel_mse")]
    public double? PixelMse { get; init; }

    /// <summary>Gets the same for encoding and decoding alone: the lower bound for any sampler.</summary>
    [JsonPropertyName("autoencoder_mse")]
    public double? AutoencoderMse { get; init; }

    /// <summary>Gets whether the round trip restored the same bits.</summary>
    [JsonPropertyName("bit_exact")]
    public bool? BitExact { get; init; }

    /// <summary>Gets how Gaussian the inverted noise is.</summary>
    [JsonPropertyName("noise")]
    public required NoiseSummary Noise { get; init; }

    /// <summary>Gets what was left out, one sentence each.</summary>
    [JsonPropertyName("notes")]
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Gets the number of UNet row evaluations, including the round trip.</summary>
    [JsonPropertyName("unet_evaluations")]
    public required int UnetEvaluations { get; init; }

    /// <summary>Gets the wall-clock seconds.</summary>
    [JsonPropertyName("seconds")]
    public required double Seconds { get; init; }

    /// <summary>Gets the execution provider that was actually used.</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    /// <summary>Gets the decoded picture reconstructed from the inversion; null without a round trip. It is not saved.</summary>
    [JsonIgnore]
    public Imaging.RgbImage? Reconstruction { get; init; }
}

/// <summary>Moments of the inverted noise. A standard Gaussian has 0, 1, 0 and, at SD's size, about 4.1.</summary>
/// <param name="Mean">Mean over all elements.</param>
/// <param name="Std">Standard deviation over all elements; well above 1 indicates a parasitic mode.</param>
/// <param name="Kurtosis">Excess kurtosis.</param>
/// <param name="MaxAbs">Largest magnitude.</param>
public sealed record NoiseSummary(
    [property: JsonPropertyName("mean")] double Mean,
    [property: JsonPropertyName("std")] double Std,
    [property: JsonPropertyName("kurtosis")] double Kurtosis,
    [property: JsonPropertyName("max_abs")] double MaxAbs)
{
    /// <summary>The number of bins of <see cref="Histogram"/>.</summary>
    public const int Bins = 32;

    /// <summary>Gets how many elements lie in each of 32 equal bins from −4 to 4; the outer bins also hold what lies beyond. Default: empty.</summary>
    [JsonPropertyName("histogram")]
    public IReadOnlyList<int> Histogram { get; init; } = [];

    /// <summary>Counts elements into the bins of <see cref="Histogram"/>.</summary>
    internal static int[] Count(ReadOnlySpan<double> noise)
    {
        var bins = new int[Bins];
        foreach (var value in noise)
        {
            bins[(int)Math.Clamp((value + 4) * Bins / 8, 0, Bins - 1)]++;
        }

        return bins;
    }
}
