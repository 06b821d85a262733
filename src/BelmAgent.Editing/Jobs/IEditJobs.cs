using BelmAgent.Editing.Edits;

namespace BelmAgent.Editing.Jobs;

/// <summary>Runs approved edits in the background, so that the caller need not wait for the end.</summary>
/// <remarks>Safe to share between threads. The attempts of all jobs use the device in the order of their requests.</remarks>
public interface IEditJobs
{
    /// <summary>Has a proposal approved, then starts it.</summary>
    /// <param name="proposalId">A proposal of <see cref="IEditService.ProposeAsync"/>.</param>
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
