using System.Text.Json.Serialization;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Jobs;

/// <summary>An approved edit that runs by itself, as it stood when it was asked about.</summary>
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

    /// <summary>Gets where it stands.</summary>
    [JsonPropertyName("state")]
    [JsonConverter(typeof(SnakeCaseEnumConverter<EditJobState>))]
    public EditJobState State { get; init; }

    /// <summary>What is being done; null before it runs.</summary>
    [JsonPropertyName("stage")]
    public string? Stage { get; init; }

    /// <summary>Gets the steps of this stage that are done.</summary>
    [JsonPropertyName("step")]
    public int Step { get; init; }

    /// <summary>Gets the steps of this stage in all.</summary>
    [JsonPropertyName("steps")]
    public int Steps { get; init; }

    /// <summary>Gets which attempt runs, from 1.</summary>
    [JsonPropertyName("attempt")]
    public int Attempt { get; init; } = 1;

    /// <summary>What came out; null until there is something.</summary>
    [JsonPropertyName("result")]
    public EditResult? Result { get; init; }

    /// <summary>Gets why it failed; null unless it did.</summary>
    [JsonIgnore]
    public Exception? Error { get; init; }

    /// <summary>Gets whether it has ended, in whatever way.</summary>
    [JsonIgnore]
    public bool HasEnded => State is EditJobState.Succeeded or EditJobState.Failed or EditJobState.Cancelled;
}
