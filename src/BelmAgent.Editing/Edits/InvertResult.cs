using System.Text.Json.Serialization;
using BelmAgent.Editing.Library;

namespace BelmAgent.Editing.Edits;

/// <summary>An inversion, its round trip and its noise.</summary>
public sealed record InvertResult
{
    /// <summary>Id of the saved inversion.</summary>
    [JsonPropertyName("inversion_id")]
    public required string InversionId { get; init; }

    /// <summary>The inverted picture.</summary>
    [JsonPropertyName("image_id")]
    public required string ImageId { get; init; }

    /// <summary>Path of the inversion's file.</summary>
    [JsonPropertyName("path")]
    public required string Path { get; init; }

    /// <summary>Name of the sampler.</summary>
    [JsonPropertyName("sampler")]
    public required string Sampler { get; init; }

    /// <summary>κ of a member of the two-step family; null for other samplers.</summary>
    [JsonPropertyName("kappa")]
    public double? Kappa { get; init; }

    /// <summary>γ of BDIA; null for other samplers.</summary>
    [JsonPropertyName("gamma")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Gamma { get; init; }

    /// <summary>Mixing weight p of EDICT; null for other samplers.</summary>
    [JsonPropertyName("mixing")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Mixing { get; init; }

    /// <summary>Whether EDICT's chains swapped roles every other step; null for other samplers.</summary>
    [JsonPropertyName("alternate")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Alternate { get; init; }

    /// <summary>Steps N.</summary>
    [JsonPropertyName("steps")]
    public required int Steps { get; init; }

    /// <summary>Mean squared error of the round trip in latent space.</summary>
    [JsonPropertyName("latent_mse")]
    public double? LatentMse { get; init; }

    /// <summary>Mean squared error of the reconstruction against the input, pixels in [−1, 1].</summary>
    [JsonPropertyName("pixel_mse")]
    public double? PixelMse { get; init; }

    /// <summary>The same for encoding and decoding alone: what no sampler can undercut.</summary>
    [JsonPropertyName("autoencoder_mse")]
    public double? AutoencoderMse { get; init; }

    /// <summary>True when the round trip gave back the same bits.</summary>
    [JsonPropertyName("bit_exact")]
    public bool? BitExact { get; init; }

    /// <summary>How Gaussian the inverted noise is.</summary>
    [JsonPropertyName("noise")]
    public required NoiseSummary Noise { get; init; }

    /// <summary>What was left out, one sentence each.</summary>
    [JsonPropertyName("notes")]
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>UNet row evaluations, the round trip included.</summary>
    [JsonPropertyName("unet_evaluations")]
    public required int UnetEvaluations { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    [JsonPropertyName("seconds")]
    public required double Seconds { get; init; }

    /// <summary>The execution provider that was really used.</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    /// <summary>The picture taken back from the inversion, decoded; null without a round trip. Not saved by itself.</summary>
    [JsonIgnore]
    public Imaging.RgbImage? Reconstruction { get; init; }
}
