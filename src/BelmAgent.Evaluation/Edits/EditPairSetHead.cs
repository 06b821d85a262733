using System.Text.Json.Serialization;

namespace BelmAgent.Evaluation.Edits;

/// <summary>A set's <c>set.json</c>.</summary>
internal sealed record EditPairSetHead
{
    public const int CurrentFormat = 1;

    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("format")]
    public required int Format { get; init; }

    [JsonPropertyName("pairs")]
    public required int Pairs { get; init; }

    /// <summary>Gets the side of each picture, in pixels.</summary>
    [JsonPropertyName("size")]
    public required int Size { get; init; }

    [JsonPropertyName("kinds")]
    public required IReadOnlyList<string> Kinds { get; init; }

    [JsonPropertyName("halves")]
    public required IReadOnlyList<string> Halves { get; init; }

    [JsonPropertyName("pairs_sha256")]
    public required string PairsSha256 { get; init; }
}
