using System.Diagnostics.CodeAnalysis;
using BelmAgent.Editing.Attempts;
using BelmAgent.Editing.Edits;

namespace BelmAgent.Editing.Jobs;

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

    public void Start(IEditService service) => Ended = Task.Run(() => RunAsync(service));

    public void Cancel() => _stop.Cancel();

    // Reports come one at a time, from the thread that runs the edit.
    public void Report(EditProgress value)
    {
        _now = _now with { State = EditJobState.Running, Stage = value.Stage, Step = value.Step, Steps = value.Steps, Attempt = value.Attempt };
        progress?.Report(value);
    }

    private async Task RunAsync(IEditService service)
    {
        try
        {
            var result = await service.EditAsync(_now.ProposalId, this, _stop.Token);
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
