using System.Diagnostics.CodeAnalysis;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;

namespace BelmAgent.Editing;

/// <summary>Jobs as tasks of this process: gone with it, but for the pictures that they finished.</summary>
/// <remarks>Owns its jobs: disposing stops those that run. The oldest that ended are forgotten when there are too many.</remarks>
/// <param name="editor">Runs the edits.</param>
/// <param name="ids">Names the jobs.</param>
public sealed class InProcessEditJobs(ImageEditor editor, LibraryId ids) : IEditJobs, IDisposable
{
    private const int Most = 256;
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
            // It goes on; whoever waited is told how far it is.
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
        foreach (var id in _jobs.Where(job => job.Value.Now.HasEnded).Take(Math.Max(0, _jobs.Count - Most)).Select(job => job.Key).ToList())
        {
            _jobs.Remove(id);
        }
    }
}

/// <summary>A job with the task behind it.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A source without a timer holds nothing to dispose, and cancelling must be safe for ever.")]
internal sealed class RunningJob(EditJob job, IProgress<EditProgress>? progress) : IProgress<EditProgress>
{
    // Never disposed: it holds no timer, and whoever cancels may come after the end.
    private readonly CancellationTokenSource _stop = new();
    private volatile EditJob _now = job;

    /// <summary>Gets the job as it stands.</summary>
    public EditJob Now => _now;

    /// <summary>Gets or sets the ends with the job and never faults.</summary>
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
            // Whoever asks about the job is told; nobody waits for this task.
            _now = _now with { State = EditJobState.Failed, Error = e };
        }
    }
}
