using System.Text.Json.Serialization;
using BelmAgent.Editing.Library;

namespace BelmAgent.Editing.Edits;

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

    /// <summary>Gets the κ of a member of the two-step family; null for other samplers.</summary>
    [JsonPropertyName("kappa")]
    public double? Kappa { get; init; }

    /// <summary>Gets the γ of BDIA; null for other samplers.</summary>
    [JsonPropertyName("gamma")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Gamma { get; init; }

    /// <summary>Gets the mixing weight p of EDICT; null for other samplers.</summary>
    [JsonPropertyName("mixing")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Mixing { get; init; }

    /// <summary>Gets whether EDICT's chains swapped roles every other step; null for other samplers.</summary>
    [JsonPropertyName("alternate")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Alternate { get; init; }

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
