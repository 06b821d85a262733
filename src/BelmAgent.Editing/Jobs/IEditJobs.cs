using BelmAgent.Editing.Edits;

namespace BelmAgent.Editing.Jobs;

/// <summary>Runs approved edits by themselves, so that whoever asked need not wait for the end.</summary>
/// <remarks>Safe to share between threads. Each attempt of a job takes the device in the order in which it asks for it.</remarks>
public interface IEditJobs
{
    /// <summary>Has a proposal approved, then starts it.</summary>
    /// <param name="proposalId">A proposal of <see cref="IEditService.ProposeAsync"/>.</param>
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
