using System.Text.Json.Serialization;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Plugins.Results;

/// <summary>One attempt at an edit, in short.</summary>
public sealed record AttemptEntry
{
    /// <summary>Gets which attempt, from 1.</summary>
    [JsonPropertyName("attempt")]
    public required int Number { get; init; }

    /// <summary>Gets the one setting that was changed; null for the first.</summary>
    [JsonPropertyName("change")]
    public string? Change { get; init; }

    /// <summary>What was wrong with its picture.</summary>
    [JsonPropertyName("fault")]
    [JsonConverter(typeof(SnakeCaseEnumConverter<EditFault>))]
    public required EditFault Fault { get; init; }

    /// <summary>What was seen in it; null when nothing could tell.</summary>
    [JsonPropertyName("seen")]
    public string? Seen { get; init; }

    /// <summary>Returns the entry of an attempt.</summary>
    internal static AttemptEntry Of(EditAttempt attempt) => new()
    {
        Number = attempt.Number,
        Change = attempt.Change,
        Fault = attempt.Check.Fault,
        Seen = attempt.Check.Seen,
    };
}
