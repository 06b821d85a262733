using System.Text.Json;
using System.Text.Json.Serialization;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Library;

/// <summary>Everything needed to make a picture again; stored in the PNG itself.</summary>
/// <remarks>Immutable and safe to share. Fields of later versions are kept in <see cref="Extra"/>.</remarks>
public sealed record PictureRecipe
{
    /// <summary>Gets the origin of the picture.</summary>
    [JsonPropertyName("kind")]
    [JsonConverter(typeof(SnakeCaseEnumConverter<PictureKind>))]
    public required PictureKind Kind { get; init; }

    /// <summary>Gets the id of the picture that this one was made from.</summary>
    [JsonPropertyName("parent_id")]
    public string? ParentId { get; init; }

    /// <summary>Gets the id of the first picture of the lineage, whose inversion an edit of an edit starts from.</summary>
    [JsonPropertyName("root_id")]
    public string? RootId { get; init; }

    /// <summary>Gets the id of the inversion that the picture was made from.</summary>
    [JsonPropertyName("inversion_id")]
    public string? InversionId { get; init; }

    /// <summary>Gets the id of the inversion at the other end of an interpolation.</summary>
    [JsonPropertyName("other_inversion_id")]
    public string? OtherInversionId { get; init; }

    /// <summary>Gets the position of an interpolation between the two inversions, 0 to 1.</summary>
    [JsonPropertyName("fraction")]
    public double? Fraction { get; init; }

    /// <summary>Gets what the picture shows: the describer's words, a user's, or the target prompt.</summary>
    [JsonPropertyName("caption")]
    public string? Caption { get; init; }

    /// <summary>Gets the plan of an edit, with every setting filled in.</summary>
    [JsonPropertyName("plan")]
    public EditPlan? Plan { get; init; }

    /// <summary>Gets the plan of an edit as requested, before open settings were filled in or changed between attempts.</summary>
    [JsonPropertyName("asked")]
    public EditPlan? Asked { get; init; }

    /// <summary>Gets the prompt of a generated picture.</summary>
    [JsonPropertyName("prompt")]
    public string? Prompt { get; init; }

    /// <summary>Gets the seed of a generated picture.</summary>
    [JsonPropertyName("seed")]
    public long? Seed { get; init; }

    /// <summary>Gets the number of steps of a generated picture.</summary>
    [JsonPropertyName("steps")]
    public int? Steps { get; init; }

    /// <summary>Gets the guidance of a generated picture.</summary>
    [JsonPropertyName("guidance")]
    public double? Guidance { get; init; }

    /// <summary>Gets the name of the sampler.</summary>
    [JsonPropertyName("sampler")]
    public string? Sampler { get; init; }

    /// <summary>Gets the settings that only some samplers have, together; each is also a property of its own.</summary>
    [JsonIgnore]
    public SamplerParameters Parameters { get; init; } = new();

    /// <summary>Gets the κ of the two-step family; null for other samplers.</summary>
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

    /// <summary>Gets the SHA-256 of the model's files, in hex.</summary>
    [JsonPropertyName("model_hash")]
    public string? ModelHash { get; init; }

    /// <summary>Gets the execution provider that was actually used.</summary>
    [JsonPropertyName("provider")]
    public string? Provider { get; init; }

    /// <summary>Gets who approved the edit.</summary>
    [JsonPropertyName("approved_by")]
    public string? ApprovedBy { get; init; }

    /// <summary>Gets whether the model's safety checker flags the picture, which is not changed; null if the model has no checker.</summary>
    [JsonPropertyName("flagged")]
    public bool? Flagged { get; init; }

    /// <summary>Gets the outcome of the edit's check; null for a picture that is not an edit, or of an earlier version.</summary>
    [JsonPropertyName("check")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EditOutcome? Check { get; init; }

    /// <summary>Gets numbers measured on the picture, by name.</summary>
    [JsonPropertyName("measures")]
    public IReadOnlyDictionary<string, double>? Measures { get; init; }

    /// <summary>Gets the bits per channel of an imported picture's file, where the library keeps fewer; null where it keeps all.</summary>
    [JsonPropertyName("source_bits")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? SourceBits { get; init; }

    /// <summary>Gets the version of the app that made the picture.</summary>
    [JsonPropertyName("app_version")]
    public string? AppVersion { get; init; }

    /// <summary>Gets the fields of a later version, preserved as they are.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; init; }
}
