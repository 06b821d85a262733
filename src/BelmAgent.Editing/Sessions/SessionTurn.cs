using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Sessions;

/// <summary>A request of a conversation and its result.</summary>
/// <remarks>Immutable and safe to share.</remarks>
public sealed record SessionTurn
{
    /// <summary>Gets the user's words.</summary>
    [JsonPropertyName("request")]
    public required string Request { get; init; }

    /// <summary>Gets the answer; null while the turn is in progress.</summary>
    [JsonPropertyName("answer")]
    public string? Answer { get; init; }

    /// <summary>Gets the question that the answer asks the user; null if there is none.</summary>
    [JsonPropertyName("question")]
    public string? Question { get; init; }

    /// <summary>Gets the words that the question refers to: those of this turn, or of the turn that it continues. Null without a question.</summary>
    [JsonPropertyName("about")]
    public string? About { get; init; }

    /// <summary>Gets the picture that the question refers to. Null without a question.</summary>
    [JsonPropertyName("about_image")]
    public string? AboutImage { get; init; }

    /// <summary>Gets the current picture before the turn; null if there was none.</summary>
    [JsonPropertyName("from")]
    public string? From { get; init; }

    /// <summary>Gets the current picture after the turn.</summary>
    [JsonPropertyName("to")]
    public string? To { get; init; }

    /// <summary>Gets the time of the request, in UTC.</summary>
    [JsonPropertyName("at")]
    public DateTimeOffset At { get; init; }
}
