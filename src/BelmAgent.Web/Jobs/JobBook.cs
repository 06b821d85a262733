using System.Collections.Concurrent;
using BelmAgent.Editing;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Web.Configuration;
using BelmAgent.Web.Events;
using BelmAgent.Web.Plans;
using BelmAgent.Web.Problems;
using Microsoft.Extensions.Options;

namespace BelmAgent.Web.Jobs;

/// <summary>The jobs of this server: runs them in this process, and publishes how they go on.</summary>
/// <remarks>Owns its jobs: disposing stops those that run. Safe to share between threads.</remarks>
internal sealed class JobBook(ImageEditor editor, LibraryId ids, EventHub hub, ProposalBook proposals, TimeProvider clock, IOptions<ServeOptions> options) : IEditJobs, IDisposable
{
    private const int MaxTracked = 512;
    private readonly InProcessEditJobs _jobs = new(editor, ids);
    private readonly ConcurrentDictionary<string, JobTracker> _trackers = new(StringComparer.Ordinal);
    private volatile bool _isClosing;

    /// <inheritdoc/>
    public async Task<EditJob> StartAsync(string proposalId, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var caller = EditCaller.Current;
        ThrowIfFull(caller?.Name ?? "app");
        var attempts = Attempts(proposalId);
        var tracker = new JobTracker(hub, clock, options.Value.PreviewsPerSecond, attempts, caller, progress);
        var job = await _jobs.StartAsync(proposalId, tracker, cancellationToken);
        _trackers[job.Id] = tracker;
        tracker.Begin(job.Id);
        _ = FollowAsync(job.Id, tracker);
        Forget();
        return job;
    }

    /// <inheritdoc/>
    EditJob IEditJobs.Get(string jobId) => _jobs.Get(jobId);

    /// <inheritdoc/>
    public Task<EditJob> WaitAsync(string jobId, TimeSpan limit, CancellationToken cancellationToken = default) => _jobs.WaitAsync(jobId, limit, cancellationToken);

    /// <inheritdoc/>
    public EditJob Cancel(string jobId) => _jobs.Cancel(jobId);

    /// <summary>Returns a job as callers see it.</summary>
    /// <exception cref="BelmException"><c>job_not_found</c>: there is no such job.</exception>
    public JobView Get(string jobId) => View(_jobs.Get(jobId));

    /// <summary>Returns the newest jobs, newest first.</summary>
    public IReadOnlyList<JobView> List(EditJobState? state, int limit) =>
        [.. _trackers.Keys.OrderDescending(StringComparer.Ordinal).Select(TryGet).OfType<EditJob>().Where(job => state is null || job.State == state).Take(limit).Select(View)];

    /// <summary>Returns the job that a conversation runs now; null for none.</summary>
    public JobView? FindRunning(string sessionId) =>
        _trackers.Where(entry => entry.Value.SessionId == sessionId).Select(entry => TryGet(entry.Key)).FirstOrDefault(job => job is { HasEnded: false }) is { } job ? View(job) : null;

    /// <summary>Returns the latest preview of a job.</summary>
    public (int Sequence, byte[] Png)? GetPreview(string jobId) => _trackers.TryGetValue(_jobs.Get(jobId).Id, out var tracker) ? tracker.GetPreview() : null;

    /// <summary>Takes no more jobs, waits for those that run, and cancels what is left after a while.</summary>
    public async Task CloseAsync(TimeSpan grace)
    {
        _isClosing = true;
        var open = _trackers.Where(entry => IsOpen(entry.Key, entry.Value)).Select(entry => entry.Key).ToList();
        var end = Task.WhenAll(open.Select(id => _jobs.WaitAsync(id, grace)));
        await end;
        open.ForEach(id => _jobs.Cancel(id));
    }

    /// <inheritdoc/>
    public void Dispose() => _jobs.Dispose();

    private async Task FollowAsync(string jobId, JobTracker tracker) => tracker.End(await _jobs.WaitAsync(jobId, Timeout.InfiniteTimeSpan));

    private int Attempts(string proposalId)
    {
        try
        {
            return proposals.Get(proposalId).MaxAttempts;
        }
        catch (BelmException e) when (e.Kind == ErrorKind.NotFound)
        {
            // Proposed by a tool that shows nothing; the domain knows it.
            return 1;
        }
    }

    private void ThrowIfFull(string owner)
    {
        if (_isClosing)
        {
            throw new WebException(503, "closing", "The server is closing", "try again in a minute");
        }

        var most = options.Value.MaxQueuedPerOwner;
        if (_trackers.Count(entry => entry.Value.Owner == owner && IsOpen(entry.Key, entry.Value)) >= most)
        {
            throw new WebException(429, "queue_full", $"{most} edits of this key wait or run", "wait for some of them, or cancel some");
        }
    }

    // The tracker is asked first: a job that ended long ago is no longer known, and looking for it fails.
    private bool IsOpen(string jobId, JobTracker tracker) => !tracker.HasEnded && TryGet(jobId) is { HasEnded: false };

    private EditJob? TryGet(string jobId)
    {
        try
        {
            return _jobs.Get(jobId);
        }
        catch (BelmException e) when (e.Kind == ErrorKind.NotFound)
        {
            return null;
        }
    }

    private JobView View(EditJob job)
    {
        _trackers.TryGetValue(job.Id, out var tracker);
        return new JobView
        {
            JobId = job.Id,
            ProposalId = job.ProposalId,
            SessionId = tracker?.SessionId,
            State = job.State,
            Stage = job.Stage,
            Step = job.Step,
            Steps = job.Steps,
            Attempt = job.Attempt,
            Attempts = tracker?.MaxAttempts ?? 1,
            SecondsLeft = job.HasEnded ? null : tracker?.SecondsLeft,
            QueuePosition = job.State == EditJobState.Queued ? _trackers.Count(entry => string.CompareOrdinal(entry.Key, job.Id) < 0 && IsOpen(entry.Key, entry.Value)) : 0,
            PreviewSeq = tracker?.PreviewSeq ?? 0,
            Result = job.Result is { } result ? EditResultView.From(result) : null,
            Error = job.Error is { } fault ? Problem.From(fault) : null,
        };
    }

    private void Forget()
    {
        foreach (var id in _trackers.Keys.Order(StringComparer.Ordinal).Take(Math.Max(0, _trackers.Count - MaxTracked)).Where(id => TryGet(id) is not { HasEnded: false }).ToList())
        {
            _trackers.TryRemove(id, out _);
        }
    }
}
