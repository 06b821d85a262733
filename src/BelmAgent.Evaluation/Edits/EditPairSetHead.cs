using System.Text.Json.Serialization;

namespace BelmAgent.Evaluation.Edits;

/// <summary>A set's <c>set.json</c>.</summary>
internal sealed record EditPairSetHead
{
    public const int CurrentFormat = 2;

    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("format")]
    public required int Format { get; init; }

    [JsonPropertyName("pairs")]
    public required int Pairs { get; init; }

    /// <summary>Gets whether the model generates the sources, so that only masks and the places of outlines are stored.</summary>
    [JsonPropertyName("generated")]
    public bool Generated { get; init; }

    /// <summary>Gets the height of each picture, in pixels.</summary>
    [JsonPropertyName("size")]
    public required int Height { get; init; }

    /// <summary>Gets the width of each picture, in pixels. Default, as in format 1: the height.</summary>
    [JsonPropertyName("width")]
    public int Width
    {
        get => field == 0 ? Height : field;
        init;
    }

    [JsonPropertyName("kinds")]
    public required IReadOnlyList<string> Kinds { get; init; }

    [JsonPropertyName("halves")]
    public required IReadOnlyList<string> Halves { get; init; }

    [JsonPropertyName("pairs_sha256")]
    public required string PairsSha256 { get; init; }
}
