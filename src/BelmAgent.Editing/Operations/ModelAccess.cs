using System.Diagnostics;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;

namespace BelmAgent.Editing.Operations;

/// <summary>Lends the model to operations, measures how long they waited for it, and remembers how fast it is.</summary>
/// <remarks>Safe to share between threads: each use has the model alone, in order of arrival.</remarks>
internal sealed class ModelAccess(PipelineLoader loader)
{
    private double _secondsPerEvaluation = double.NaN;

    /// <summary>Gets the model's folder; the model need not be loaded.</summary>
    public ModelFolder Folder => loader.Folder;

    /// <summary>Gets the seconds of one UNet row evaluation, as measured last; null before anything has been timed.</summary>
    public double? SecondsPerEvaluation => Volatile.Read(ref _secondsPerEvaluation) is var seconds and not double.NaN ? seconds : null;

    /// <summary>Waits for the model, which is loaded if need be.</summary>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task<PipelineLease> AcquireAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var lease = await loader.AcquireAsync(cancellationToken);
        BelmMetrics.Waited(Stopwatch.GetElapsedTime(start));
        return lease;
    }

    /// <summary>Remembers how long work with the model took.</summary>
    /// <param name="evaluations">UNet row evaluations; with none nothing is learned.</param>
    /// <param name="start">Timestamp of the work's beginning.</param>
    public void Remember(int evaluations, long start)
    {
        if (evaluations > 0)
        {
            Volatile.Write(ref _secondsPerEvaluation, Stopwatch.GetElapsedTime(start).TotalSeconds / evaluations);
        }
    }
}
