using System.Text.Json.Serialization;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing;

/// <summary>Runs approved edits by themselves, so that whoever asked need not wait for the end.</summary>
/// <remarks>Safe to share between threads. Each attempt of a job takes the device in the order in which it asks for it.</remarks>
public interface IEditJobs
{
    /// <summary>Has a proposal approved, then starts it.</summary>
    /// <param name="proposalId">A proposal of <see cref="ImageEditor.ProposeAsync"/>.</param>
    /// <param name="progress">Told after each step, besides the job itself.</param>
    /// <param name="cancellationToken">Stops the question whether it may run; the job, once started, is stopped by <see cref="Cancel"/>.</param>
    /// <exception cref="BelmException"><c>not_approved</c>: it was not approved.</exception>
    /// <exception cref="BelmException"><c>proposal_not_found</c>: no such proposal waits.</exception>
    Task<EditJob> StartAsync(string proposalId, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Says how a job stands.</summary>
    /// <param name="jobId">The job.</param>
    /// <exception cref="BelmException"><c>job_not_found</c>: there is no such job.</exception>
    EditJob Get(string jobId);

    /// <summary>Waits until a job ends, but no longer than asked.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="limit">The longest wait; zero only looks.</param>
    /// <param name="cancellationToken">Stops the wait, not the job.</param>
    /// <returns>The job as it stands then, ended or not.</returns>
    /// <exception cref="BelmException"><c>job_not_found</c>: there is no such job.</exception>
    Task<EditJob> WaitAsync(string jobId, TimeSpan limit, CancellationToken cancellationToken = default);

    /// <summary>Tells a job to stop; it does within one network call. One that has ended stays as it is.</summary>
    /// <param name="jobId">The job.</param>
    /// <exception cref="BelmException"><c>job_not_found</c>: there is no such job.</exception>
    EditJob Cancel(string jobId);
}

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

/// <summary>Where a job stands.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<EditJobState>))]
public enum EditJobState
{
    /// <summary>It waits for the device.</summary>
    Queued,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It is done, and its result is there.</summary>
    Succeeded,

    /// <summary>It failed, and its error is there.</summary>
    Failed,

    /// <summary>It was cancelled; a result is there if an attempt had been finished.</summary>
    Cancelled,
}
