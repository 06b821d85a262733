using System.Diagnostics.Metrics;
using BelmAgent.Editing.Operations;

namespace BelmAgent.Workflows.Workers;

/// <summary>The instruments of batches, of <see cref="BelmTelemetry.Meter"/>.</summary>
internal static class WorkflowMetrics
{
    private static readonly Histogram<double> Duration = BelmTelemetry.Meter.CreateHistogram<double>(
        "belm.batch.item.duration", "s", "Time of an item from being taken to its end, by outcome.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800] });

    private static QueueHealth? _health;

    static WorkflowMetrics()
    {
        BelmTelemetry.Meter.CreateObservableGauge("belm.batch.queue.depth", () => Volatile.Read(ref _health)?.Queued ?? 0, "{item}", "Items that wait for a worker.");
        BelmTelemetry.Meter.CreateObservableGauge("belm.batch.queue.oldest", () => Volatile.Read(ref _health)?.OldestSeconds ?? 0, "s", "How long the oldest running batch has waited for its end.");
        BelmTelemetry.Meter.CreateObservableGauge("belm.batch.busy", () => Volatile.Read(ref _health)?.Running ?? 0, "{item}", "Items that are worked on, over all workers.");
    }

    /// <summary>Counts an item's work.</summary>
    public static void Worked(TimeSpan duration, string outcome) => Duration.Record(duration.TotalSeconds, KeyValuePair.Create<string, object?>("belm.outcome", outcome));

    /// <summary>Keeps the last look at the queue, which the gauges show.</summary>
    public static void Observe(QueueHealth health) => Volatile.Write(ref _health, health);
}
