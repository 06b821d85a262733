using System.Text.Json.Serialization;

namespace BelmAgent.Evaluation.Edits;

/// <summary>The properties that all results of a folder share; results with others must not be mixed with them.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record EditResultsHead
{
    /// <summary>Gets the <see cref="EditPairSet.Sha256"/> of the set.</summary>
    [JsonPropertyName("set_sha256")]
    public required string SetSha256 { get; init; }

    /// <summary>Gets the SHA-256 of the model's files.</summary>
    [JsonPropertyName("model_sha256")]
    public required string ModelSha256 { get; init; }

    /// <summary>Gets the source of the prompts: <c>captions</c>, the pairs' own, or <c>planner</c>.</summary>
    [JsonPropertyName("prompts")]
    public required string Prompts { get; init; }

    /// <summary>Gets the limits beyond which a picture counts as broken.</summary>
    [JsonPropertyName("limits")]
    public required ArtefactLimits Limits { get; init; }
}
