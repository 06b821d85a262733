using System.Text.Json.Serialization;
using System.Text.Json;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Inversions;

/// <summary>All about an inversion but its tensors: what was inverted, with which model, sampler, grid and prompt.</summary>
/// <remarks>Immutable and safe to share. Fields of later versions are kept in <see cref="Extra"/>.</remarks>
public sealed record InversionMetadata
{
    /// <summary>The version of the format that is written here; files with a greater one are refused.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>Version of the format. Default: <see cref="CurrentFormatVersion"/>.</summary>
    [JsonPropertyName("format_version")]
    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>The inversion's id.</summary>
    [JsonPropertyName("inversion_id")]
    public required string InversionId { get; init; }

    /// <summary>Id of the picture that was inverted; null if it is in no library.</summary>
    [JsonPropertyName("image_id")]
    public string? ImageId { get; init; }

    /// <summary>SHA-256 of the model's files, in hex.</summary>
    [JsonPropertyName("model_hash")]
    public required string ModelHash { get; init; }

    /// <summary>The sampler, a name of <see cref="SamplerCatalog"/>.</summary>
    [JsonPropertyName("sampler")]
    public required string Sampler { get; init; }

    /// <summary>κ of a member of the two-step family, 0 to 1; null for other samplers.</summary>
    [JsonPropertyName("kappa")]
    public double? Kappa { get; init; }

    /// <summary>γ of BDIA, in (0, 1]; null for other samplers.</summary>
    [JsonPropertyName("gamma")]
    public double? Gamma { get; init; }

    /// <summary>Mixing weight p of EDICT, in (0, 1]; null for other samplers.</summary>
    [JsonPropertyName("p")]
    public double? P { get; init; }

    /// <summary>Whether EDICT's chains swap roles every other step; null for other samplers.</summary>
    [JsonPropertyName("alternate")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Alternate { get; init; }

    /// <summary>The whole time grid; N + 1 nodes.</summary>
    [JsonPropertyName("grid")]
    public required GridDescription Grid { get; init; }

    /// <summary>Steps N of the grid, at least 1.</summary>
    [JsonPropertyName("steps")]
    public required int Steps { get; init; }

    /// <summary>The node K that the inversion went up to, 1 to N.</summary>
    [JsonPropertyName("node")]
    public required int Node { get; init; }

    /// <summary>How far towards noise was asked for, in (0, 1].</summary>
    [JsonPropertyName("strength")]
    public double Strength { get; init; } = 1;

    /// <summary>What the picture shows, as the network was told; may be empty.</summary>
    [JsonPropertyName("source_prompt")]
    public required string SourcePrompt { get; init; }

    /// <summary>Classifier-free guidance w of the inversion; 1 is none.</summary>
    [JsonPropertyName("guidance")]
    public double Guidance { get; init; } = 1;

    /// <summary>Shape of the latent, such as [1, 4, 64, 64].</summary>
    [JsonPropertyName("latent_shape")]
    public required IReadOnlyList<int> LatentShape { get; init; }

    /// <summary>The autoencoder's scaling factor that the latent carries, such as 0.18215.</summary>
    [JsonPropertyName("latent_scale")]
    public required double LatentScale { get; init; }

    /// <summary>Whether the states are 64-bit fixed point (I64 tensors), so that the round trip is exact to the bit.</summary>
    [JsonPropertyName("fixed_point")]
    public bool FixedPoint { get; init; }

    /// <summary>Fraction bits of the fixed-point numbers, 1 to 62; null for floating point.</summary>
    [JsonPropertyName("fraction_bits")]
    public int? FractionBits { get; init; }

    /// <summary>When the inversion was made.</summary>
    [JsonPropertyName("created")]
    public required DateTimeOffset Created { get; init; }

    /// <summary>Version of the app that made it.</summary>
    [JsonPropertyName("app_version")]
    public string? AppVersion { get; init; }

    /// <summary>Fields of a later version, kept as they are.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; init; }
}
