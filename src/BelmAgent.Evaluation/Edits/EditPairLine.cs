using System.Text.Json.Serialization;

namespace BelmAgent.Evaluation.Edits;

/// <summary>A line of a set's <c>pairs.jsonl</c>.</summary>
internal sealed record EditPairLine
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("half")]
    public required string Half { get; init; }

    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    [JsonPropertyName("request")]
    public required string Request { get; init; }

    [JsonPropertyName("source_caption")]
    public required string SourceCaption { get; init; }

    [JsonPropertyName("target_caption")]
    public required string TargetCaption { get; init; }

    /// <summary>Gets the head → label before, label after.</summary>
    [JsonPropertyName("changes")]
    public required Dictionary<string, string[]> Changes { get; init; }

    [JsonPropertyName("attributes")]
    public required Dictionary<string, string> Attributes { get; init; }

    /// <summary>Gets the seed of a source that the model generates; null for a drawn one.</summary>
    [JsonPropertyName("seed")]
    public long? Seed { get; init; }

    [JsonPropertyName("file")]
    public required string File { get; init; }

    [JsonPropertyName("sha256")]
    public required string Sha256 { get; init; }
}
