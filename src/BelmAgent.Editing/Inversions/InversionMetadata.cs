using System.Text.Json;
using System.Text.Json.Serialization;
using BelmAgent.Diffusion.Models;
using BelmAgent.Editing.Plans;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Inversions;

/// <summary>Everything about an inversion but its tensors: what was inverted, with which model, sampler, grid and prompt.</summary>
/// <remarks>Immutable and safe to share. Fields of later versions are kept in <see cref="Extra"/>.</remarks>
public sealed record InversionMetadata
{
    /// <summary>The version of the format that is written here; files with a higher one are refused.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>Gets the version of the format. Default: <see cref="CurrentFormatVersion"/>.</summary>
    [JsonPropertyName("format_version")]
    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>Gets the inversion's id.</summary>
    [JsonPropertyName("inversion_id")]
    public required string InversionId { get; init; }

    /// <summary>Gets the id of the picture that was inverted; null if it is not in a library.</summary>
    [JsonPropertyName("image_id")]
    public string? ImageId { get; init; }

    /// <summary>Gets the SHA-256 of the model's files, in hex.</summary>
    [JsonPropertyName("model_hash")]
    public required string ModelHash { get; init; }

    /// <summary>Gets the sampler, a name of <see cref="SamplerCatalog"/>.</summary>
    [JsonPropertyName("sampler")]
    public required string Sampler { get; init; }

    /// <summary>Gets the settings that only some samplers have, together; each is also a property of its own.</summary>
    [JsonIgnore]
    public SamplerParameters Parameters { get; init; } = new();

    /// <summary>Gets the κ of a member of the two-step family, 0 to 1; null for other samplers.</summary>
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

    /// <summary>Gets the γ of BDIA, in (0, 1]; null for other samplers.</summary>
    [JsonPropertyName("gamma")]
    public double? Gamma
    {
        get => Parameters.Gamma;
        init => Parameters = Parameters with { Gamma = value };
    }

    /// <summary>Gets the mixing weight p of EDICT, in (0, 1]; null for other samplers.</summary>
    [JsonPropertyName("p")]
    public double? P
    {
        get => Parameters.Mixing;
        init => Parameters = Parameters with { Mixing = value };
    }

    /// <summary>Gets whether EDICT's chains swap roles every other step; null for other samplers.</summary>
    [JsonPropertyName("alternate")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Alternate
    {
        get => Parameters.Alternate;
        init => Parameters = Parameters with { Alternate = value };
    }

    /// <summary>Gets the entire time grid; N + 1 nodes.</summary>
    [JsonPropertyName("grid")]
    public required GridDescription Grid { get; init; }

    /// <summary>Gets the number of steps N of the grid, at least 1.</summary>
    [JsonPropertyName("steps")]
    public required int Steps { get; init; }

    /// <summary>Gets the last node K of the inversion, 1 to N.</summary>
    [JsonPropertyName("node")]
    public required int Node { get; init; }

    /// <summary>Gets the requested strength (how far towards noise), in (0, 1].</summary>
    [JsonPropertyName("strength")]
    public double Strength { get; init; } = 1;

    /// <summary>Gets the prompt that describes the picture, as used for the inversion; may be empty.</summary>
    [JsonPropertyName("source_prompt")]
    public required string SourcePrompt { get; init; }

    /// <summary>Gets the classifier-free guidance w of the inversion; 1 means none.</summary>
    [JsonPropertyName("guidance")]
    public double Guidance { get; init; } = 1;

    /// <summary>Gets the shape of the latent, such as [1, 4, 64, 64].</summary>
    [JsonPropertyName("latent_shape")]
    public required IReadOnlyList<int> LatentShape { get; init; }

    /// <summary>
    /// Gets how the picture lies in the working picture that was inverted: the part of it, then where that part is placed, each as x, y, width
    /// and height in pixels. Null: the working picture is the picture itself.
    /// </summary>
    [JsonPropertyName("frame")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Frame { get; init; }

    /// <summary>Gets the autoencoder's scaling factor of the latent, such as 0.18215.</summary>
    [JsonPropertyName("latent_scale")]
    public required double LatentScale { get; init; }

    /// <summary>Gets whether the states are 64-bit fixed point (I64 tensors), so that the round trip is bit-exact.</summary>
    [JsonPropertyName("fixed_point")]
    public bool FixedPoint { get; init; }

    /// <summary>Gets the number of fraction bits of the fixed-point numbers, 1 to 62; null for floating point.</summary>
    [JsonPropertyName("fraction_bits")]
    public int? FractionBits { get; init; }

    /// <summary>Gets when the inversion was created.</summary>
    [JsonPropertyName("created")]
    public required DateTimeOffset Created { get; init; }

    /// <summary>Gets the version of the app that created it.</summary>
    [JsonPropertyName("app_version")]
    public string? AppVersion { get; init; }

    /// <summary>Gets the fields of a later version, preserved as they are.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; init; }


    /// <summary>Gets the shape of the latent.</summary>
    /// <exception cref="InversionMismatchException">It does not have three sides.</exception>
    internal LatentShape Shape => LatentShape is [var channels, var height, var width]
        ? new LatentShape(channels, height, width)
        : throw new InversionMismatchException(InversionId, InversionAspect.LatentShape, "three sides", $"{LatentShape.Count}");
}
