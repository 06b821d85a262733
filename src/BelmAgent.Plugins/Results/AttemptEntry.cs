using System.Text.Json.Serialization;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Plugins.Results;

/// <summary>A summary of an attempt at an edit.</summary>
public sealed record AttemptEntry
{
    /// <summary>Gets the number of the attempt, from 1.</summary>
    [JsonPropertyName("attempt")]
    public required int Number { get; init; }

    /// <summary>Gets the one setting that was changed; null for the first.</summary>
    [JsonPropertyName("change")]
    public string? Change { get; init; }

    /// <summary>Gets the fault of its picture.</summary>
    [JsonPropertyName("fault")]
    [JsonConverter(typeof(SnakeCaseEnumConverter<EditFault>))]
    public required EditFault Fault { get; init; }

    /// <summary>Gets what was seen in it; null if unknown.</summary>
    [JsonPropertyName("seen")]
    public string? Seen { get; init; }

    /// <summary>Creates the entry of an attempt.</summary>
    internal static AttemptEntry Of(EditAttempt attempt) => new()
    {
        Number = attempt.Number,
        Change = attempt.Change,
        Fault = attempt.Check.Fault,
        Seen = attempt.Check.Seen,
    };
}
