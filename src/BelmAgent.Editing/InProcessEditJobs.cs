using System.Diagnostics.CodeAnalysis;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;

namespace BelmAgent.Editing;

/// <summary>Runs jobs as tasks of this process: they end with it, but finished pictures are kept.</summary>
/// <remarks>Owns its jobs: disposing stops those that are running. The oldest finished jobs are dropped if there are too many.</remarks>
/// <param name="editor">Runs the edits.</param>
/// <param name="ids">Creates the ids of jobs.</param>
public sealed class InProcessEditJobs(ImageEditor editor, LibraryId ids) : IEditJobs, IDisposable
{
    private const int MaxJobs = 256;
    private const int KnownIdsInErrors = 5;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, RunningJob> _jobs = new(StringComparer.Ordinal);
    private bool _isDisposed;

    /// <inheritdoc/>
    public async Task<EditJob> StartAsync(string proposalId, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await editor.AuthorizeAsync(proposalId, cancellationToken);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var job = new RunningJob(new EditJob { Id = ids.Next(EditJob.Prefix), ProposalId = proposalId }, progress);
            _jobs.Add(job.Now.Id, job);
            job.Start(editor);
            Forget();
            return job.Now;
        }
    }

    /// <inheritdoc/>
    public EditJob Get(string jobId) => Find(jobId).Now;

    /// <inheritdoc/>
    public async Task<EditJob> WaitAsync(string jobId, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        var job = Find(jobId);
        try
        {
            await job.Ended.WaitAsync(limit, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The job continues; the caller receives its progress.
        }

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
        List<RunningJob> jobs;
        lock (_gate)
        {
            _isDisposed = true;
            jobs = [.. _jobs.Values];
        }

        // They stop within one network call, and may be writing a finished picture.
        jobs.ForEach(job => job.Cancel());
        Task.WaitAll([.. jobs.Select(job => job.Ended)]);
    }

    private RunningJob Find(string jobId)
    {
        lock (_gate)
        {
            return jobId is not null && _jobs.TryGetValue(jobId, out var job)
                ? job
                : throw BelmException.NotFound("job_not_found", "job", jobId, [.. _jobs.Keys.Reverse().Take(KnownIdsInErrors)], "no edit was started here");
        }
    }

    private void Forget()
    {
        foreach (var id in _jobs.Where(job => job.Value.Now.HasEnded).Take(Math.Max(0, _jobs.Count - MaxJobs)).Select(job => job.Key).ToList())
        {
            _jobs.Remove(id);
        }
    }
}

/// <summary>A job and its task.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A source without a timer holds nothing to dispose, and cancelling must be safe for ever.")]
internal sealed class RunningJob(EditJob job, IProgress<EditProgress>? progress) : IProgress<EditProgress>
{
    // Never disposed: it has no timer, and a cancellation may come after the end.
    private readonly CancellationTokenSource _stop = new();
    private volatile EditJob _now = job;

    /// <summary>Gets the current state of the job.</summary>
    public EditJob Now => _now;

    /// <summary>Gets a task that completes with the job and never faults.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    public void Start(ImageEditor editor) => Ended = Task.Run(() => RunAsync(editor));

    public void Cancel() => _stop.Cancel();

    // Reports come one at a time, from the thread that runs the edit.
    public void Report(EditProgress value)
    {
        _now = _now with { State = EditJobState.Running, Stage = value.Stage, Step = value.Step, Steps = value.Steps, Attempt = value.Attempt };
        progress?.Report(value);
    }

    private async Task RunAsync(ImageEditor editor)
    {
        try
        {
            var result = await editor.EditAsync(_now.ProposalId, this, _stop.Token);
            _now = _now with { State = EditJobState.Succeeded, Result = result };
        }
        catch (EditStoppedException stopped)
        {
            _now = _now with { State = EditJobState.Cancelled, Result = stopped.Best };
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            _now = _now with { State = EditJobState.Cancelled };
        }
        catch (Exception e)
        {
            // The failure is reported to callers who ask about the job; nothing awaits this task.
            _now = _now with { State = EditJobState.Failed, Error = e };
        }
    }
}
