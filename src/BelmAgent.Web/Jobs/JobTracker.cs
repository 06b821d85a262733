using System.Globalization;
using BelmAgent.Editing;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Web.Events;
using BelmAgent.Web.Problems;

namespace BelmAgent.Web.Jobs;

/// <summary>Follows one job: turns its progress into events, and keeps the latest preview while somebody watches.</summary>
/// <remarks>Reports come one at a time from the thread that runs the edit; everything else may be read from any thread.</remarks>
internal sealed class JobTracker(EventHub hub, TimeProvider clock, double previewsPerSecond, int maxAttempts, EditCaller? caller, IProgress<EditProgress>? also) : IProgress<EditProgress>
{
    private const int PreviewSize = 384;
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(100);

    private volatile string? _jobId;
    private volatile Preview? _preview;
    private (string Stage, int Attempt, int Step, long Start) _stage;
    private long _lastProgress;
    private long _lastPreview;
    private double? _secondsLeft;

    public string Owner => caller?.Name ?? "app";

    public string? SessionId => caller?.SessionId;

    public int MaxAttempts => maxAttempts;

    /// <summary>Gets whether the job has ended.</summary>
    public bool HasEnded { get; private set; }

    public double? SecondsLeft => _secondsLeft;

    public int PreviewSeq => _preview?.Sequence ?? 0;

    /// <summary>Names the job, once it has an id.</summary>
    public void Begin(string jobId)
    {
        _jobId = jobId;
        Publish("job.changed", new { job_id = jobId, state = EditJobState.Queued });
    }

    /// <summary>Returns the latest preview as a PNG, if it is not older than one that the reader has.</summary>
    public (int Sequence, byte[] Png)? GetPreview() => _preview is { } preview ? (preview.Sequence, preview.Png) : null;

    public void Report(EditProgress value)
    {
        also?.Report(value);
        if (_jobId is not { } jobId)
        {
            return;
        }

        if (value.Finished is { } attempt)
        {
            Publish("job.attempt", new { job_id = jobId, attempt = attempt.Number, attempt.Change, attempt.Check });
            return;
        }

        if (_stage.Stage != value.Stage || _stage.Attempt != value.Attempt)
        {
            _stage = (value.Stage, value.Attempt, value.Step, clock.GetTimestamp());
        }

        _secondsLeft = Estimate(value);
        Show(value, jobId);
        var isLast = value.Step == value.Steps;
        if (isLast || clock.GetElapsedTime(_lastProgress) >= ProgressInterval)
        {
            _lastProgress = clock.GetTimestamp();
            Publish("job.progress", new
            {
                job_id = jobId,
                stage = value.Stage,
                step = value.Step,
                steps = value.Steps,
                attempt = value.Attempt,
                attempts = maxAttempts,
                seconds_left = _secondsLeft,
                preview_seq = PreviewSeq,
            });
        }
    }

    /// <summary>Tells that the job has ended.</summary>
    public void End(EditJob job)
    {
        _preview = null;
        HasEnded = true;
        Publish("job.done", new
        {
            job_id = job.Id,
            state = job.State,
            image_id = job.Result?.ImageId,
            error = job.Error is { } fault ? Problem.From(fault) : null,
        });
    }

    // At the rate of this stage; an inversion is followed by an edit of as many steps.
    private double? Estimate(EditProgress value)
    {
        // The first step of a stage includes what comes before it.
        if (value.Step <= _stage.Step)
        {
            return value.Attempt == 1 && value.Stage != "edit" ? null : _secondsLeft;
        }

        var perStep = clock.GetElapsedTime(_stage.Start).TotalSeconds / (value.Step - _stage.Step);
        var remaining = value.Steps - value.Step + (value.Stage == "invert" ? value.Steps : 0);
        return Math.Round(perStep * remaining, 1);
    }

    private void Show(EditProgress value, string jobId)
    {
        if (value.Preview is null || previewsPerSecond <= 0 || clock.GetElapsedTime(_lastPreview).TotalSeconds < 1 / previewsPerSecond
            || !(hub.IsWatched(jobId) || (SessionId is { } session && hub.IsWatched(session)) || hub.IsWatched(EventHub.All)))
        {
            return;
        }

        _lastPreview = clock.GetTimestamp();
        _preview = new Preview(PreviewSeq + 1, ImageCodec.EncodePng(PictureThumbnails.Shrink(value.Preview(), PreviewSize)));
    }

    private void Publish(string name, object data) => hub.Publish(SessionId ?? _jobId!, name, data, alsoTo: _jobId);

    private sealed record Preview(int Sequence, byte[] Png);
}
