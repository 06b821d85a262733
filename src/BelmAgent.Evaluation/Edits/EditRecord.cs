using System.Text.Json.Serialization;

namespace BelmAgent.Evaluation.Edits;

/// <summary>An edit of the benchmark: the pair, the method and the score.</summary>
/// <remarks>A line of the results file. Immutable and safe to share between threads.</remarks>
public sealed record EditRecord
{
    /// <summary>Gets the id of the pair.</summary>
    [JsonPropertyName("pair")]
    public required string Pair { get; init; }

    /// <summary>Gets the kind of the pair.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>Gets the method, in its canonical form.</summary>
    [JsonPropertyName("method")]
    public required EditMethod Method { get; init; }

    /// <summary>Gets the score.</summary>
    [JsonPropertyName("score")]
    public required EditScore Score { get; init; }
}
