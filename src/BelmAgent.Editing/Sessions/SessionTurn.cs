using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Sessions;

/// <summary>One request of a conversation and what came of it.</summary>
/// <remarks>Immutable and safe to share.</remarks>
public sealed record SessionTurn
{
    /// <summary>Gets the person's words.</summary>
    [JsonPropertyName("request")]
    public required string Request { get; init; }

    /// <summary>What was answered; null while the turn is under way.</summary>
    [JsonPropertyName("answer")]
    public string? Answer { get; init; }

    /// <summary>Gets the question that the answer put back to the person; null when it was none.</summary>
    [JsonPropertyName("question")]
    public string? Question { get; init; }

    /// <summary>
    /// Gets the words that the question is about: those of this turn, or of the turn that it goes on from. Null without a question.
    /// </summary>
    [JsonPropertyName("about")]
    public string? About { get; init; }

    /// <summary>Gets the picture that the question is about. Null without a question.</summary>
    [JsonPropertyName("about_image")]
    public string? AboutImage { get; init; }

    /// <summary>Gets the current picture when it was said; null when there was none.</summary>
    [JsonPropertyName("from")]
    public string? From { get; init; }

    /// <summary>Gets the current picture afterwards.</summary>
    [JsonPropertyName("to")]
    public string? To { get; init; }

    /// <summary>Gets when it was said, in UTC.</summary>
    [JsonPropertyName("at")]
    public DateTimeOffset At { get; init; }
}
