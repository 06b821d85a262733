using System.Collections.Concurrent;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;

namespace BelmAgent.Editing.Jobs;

/// <summary>Jobs as tasks of this process: gone with it, but for the pictures that they finished.</summary>
/// <remarks>Owns its jobs: disposing stops those that run. The oldest that ended are forgotten when there are too many.</remarks>
/// <param name="service">Runs the edits.</param>
/// <param name="ids">Names the jobs.</param>
public sealed class InProcessEditJobs(IEditService service, LibraryId ids) : IEditJobs, IDisposable
{
    private const int Most = 256;
    private const int KnownIdsInErrors = 5;
    private readonly ConcurrentDictionary<string, RunningJob> _jobs = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<EditJob> StartAsync(string proposalId, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await service.AuthorizeAsync(proposalId, cancellationToken);
        var job = new RunningJob(new EditJob { Id = ids.Next(EditJob.Prefix), ProposalId = proposalId }, progress);
        _jobs[job.Now.Id] = job;
        job.Start(service);
        Forget();
        return job.Now;
    }

    /// <inheritdoc/>
    public EditJob Get(string jobId) => Find(jobId).Now;

    /// <inheritdoc/>
    public async Task<EditJob> WaitAsync(string jobId, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        var job = Find(jobId);
        await Task.WhenAny(job.Ended, Task.Delay(limit, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return job.Now;
    }

    /// <inheritdoc/>
    public EditJob Cancel(string jobId)
    {
        var job = Find(jobId);
        job.Cancel();
        return job.Now;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var job in _jobs.Values)
        {
            job.Cancel();
        }

        // They stop within one network call, and may be writing a finished picture.
        Task.WaitAll([.. _jobs.Values.Select(job => job.Ended)]);
        foreach (var job in _jobs.Values)
        {
            job.Dispose();
        }
    }

    private RunningJob Find(string jobId) => jobId is not null && _jobs.TryGetValue(jobId, out var job)
        ? job
        : throw new JobNotFoundException(jobId, [.. _jobs.Keys.OrderDescending(StringComparer.Ordinal).Take(KnownIdsInErrors)]);

    private void Forget()
    {
        foreach (var (id, _) in _jobs.Where(job => job.Value.Now.HasEnded).OrderBy(job => job.Key, StringComparer.Ordinal).Take(Math.Max(0, _jobs.Count - Most)).ToList())
        {
            if (_jobs.TryRemove(id, out var forgotten))
            {
                forgotten.Dispose();
            }
        }
    }
}
