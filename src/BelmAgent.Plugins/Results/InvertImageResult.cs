using System.Text.Json.Serialization;
using BelmAgent.Editing.Inversions;

namespace BelmAgent.Plugins.Results;

/// <summary>An exact inversion and its round trip.</summary>
public sealed record InvertImageResult : BelmResult
{
    /// <summary>Gets the saved inversion.</summary>
    [JsonPropertyName("inversion_id")]
    public string? InversionId { get; init; }

    /// <summary>Gets the inverted picture.</summary>
    [JsonPropertyName("image_id")]
    public string? ImageId { get; init; }

    /// <summary>Gets the source prompt of the inversion.</summary>
    [JsonPropertyName("prompt")]
    public string? Prompt { get; init; }

    /// <summary>Gets the name of the sampler.</summary>
    [JsonPropertyName("sampler")]
    public string? Sampler { get; init; }

    /// <summary>Gets the number of steps N.</summary>
    [JsonPropertyName("steps")]
    public int? Steps { get; init; }

    /// <summary>Gets the mean squared error of the round trip in latent space; near 0 means exact.</summary>
    [JsonPropertyName("latent_mse")]
    public double? LatentMse { get; init; }

    /// <summary>Gets the same in pixels from −1 to 1, against the picture.</summary>
    [JsonPropertyName("pixel_mse")]
    public double? PixelMse { get; init; }

    /// <summary>Gets the error in pixels of encoding and decoding alone: the lower bound for any sampler.</summary>
    [JsonPropertyName("autoencoder_mse")]
    public double? AutoencoderMse { get; init; }

    /// <summary>Gets whether the round trip restored the same bits.</summary>
    [JsonPropertyName("bit_exact")]
    public bool? BitExact { get; init; }

    /// <summary>Gets how Gaussian the noise is.</summary>
    [JsonPropertyName("noise")]
    public NoiseSummary? Noise { get; init; }

    /// <summary>Gets what was left out, one sentence each; null for nothing.</summary>
    [JsonPropertyName("notes")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Notes { get; init; }

    /// <summary>Gets the wall-clock seconds.</summary>
    [JsonPropertyName("seconds")]
    public double? Seconds { get; init; }
}
