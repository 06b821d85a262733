using System.Text.Json.Serialization;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing;

/// <summary>Runs approved edits in the background, so that the caller need not wait for the end.</summary>
/// <remarks>Safe to share between threads. The attempts of all jobs use the device in the order of their requests.</remarks>
public interface IEditJobs
{
    /// <summary>Has a proposal approved, then starts it.</summary>
    /// <param name="proposalId">A proposal of <see cref="ImageEditor.ProposeAsync"/>.</param>
    /// <param name="progress">Receives a report after each step, in addition to the job itself.</param>
    /// <param name="cancellationToken">Cancels the approval; once started, the job is cancelled by <see cref="Cancel"/>.</param>
    /// <exception cref="BelmException"><c>not_approved</c>: it was not approved.</exception>
    /// <exception cref="BelmException"><c>proposal_not_found</c>: no such proposal waits.</exception>
    Task<EditJob> StartAsync(string proposalId, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Returns the current state of a job.</summary>
    /// <param name="jobId">The job.</param>
    /// <exception cref="BelmException"><c>job_not_found</c>: there is no such job.</exception>
    EditJob Get(string jobId);

    /// <summary>Waits until a job ends, or until a time limit.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="limit">The maximum wait; zero does not wait.</param>
    /// <param name="cancellationToken">Cancels the wait, not the job.</param>
    /// <returns>The job in its current state, ended or not.</returns>
    /// <exception cref="BelmException"><c>job_not_found</c>: there is no such job.</exception>
    Task<EditJob> WaitAsync(string jobId, TimeSpan limit, CancellationToken cancellationToken = default);

    /// <summary>Cancels a job; it stops within one network call. A job that has ended is unchanged.</summary>
    /// <param name="jobId">The job.</param>
    /// <exception cref="BelmException"><c>job_not_found</c>: there is no such job.</exception>
    EditJob Cancel(string jobId);
}

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

/// <summary>The state of a job.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<EditJobState>))]
public enum EditJobState
{
    /// <summary>It waits for the device.</summary>
    Queued,

    /// <summary>It is running.</summary>
    Running,

    /// <summary>It succeeded, and its result is available.</summary>
    Succeeded,

    /// <summary>It failed, and its error is available.</summary>
    Failed,

    /// <summary>It was cancelled; there is a result if an attempt had been finished.</summary>
    Cancelled,
}
