using System.Text.Json.Serialization;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Jobs;

/// <summary>A snapshot of an approved edit that runs in the background.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record EditJob
{
    /// <summary>Prefix of jobs' ids.</summary>
    public const string Prefix = "job";

    /// <summary>Gets the job's id.</summary>
    [JsonPropertyName("job_id")]
    public required string Id { get; init; }

    /// <summary>Gets the proposal that it runs.</summary>
    [JsonPropertyName("proposal_id")]
    public required string ProposalId { get; init; }

    /// <summary>Gets its state.</summary>
    [JsonPropertyName("state")]
    [JsonConverter(typeof(SnakeCaseEnumConverter<EditJobState>))]
    public EditJobState State { get; init; }

    /// <summary>Gets the current stage; null before it runs.</summary>
    [JsonPropertyName("stage")]
    public string? Stage { get; init; }

    /// <summary>Gets the number of finished steps of this stage.</summary>
    [JsonPropertyName("step")]
    public int Step { get; init; }

    /// <summary>Gets the total number of steps of this stage.</summary>
    [JsonPropertyName("steps")]
    public int Steps { get; init; }

    /// <summary>Gets the number of the current attempt, from 1.</summary>
    [JsonPropertyName("attempt")]
    public int Attempt { get; init; } = 1;

    /// <summary>Gets the result; null until there is one.</summary>
    [JsonPropertyName("result")]
    public EditResult? Result { get; init; }

    /// <summary>Gets why it failed; null if it did not.</summary>
    [JsonIgnore]
    public Exception? Error { get; init; }

    /// <summary>Gets whether it has ended, successfully or not.</summary>
    [JsonIgnore]
    public bool HasEnded => State is EditJobState.Succeeded or EditJobState.Failed or EditJobState.Cancelled;
}
