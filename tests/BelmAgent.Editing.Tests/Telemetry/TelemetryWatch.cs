using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using BelmAgent.Editing.Operations;

namespace BelmAgent.Editing.Tests.Telemetry;

/// <summary>Collects the spans and measurements of code that runs in one trace of its own, while other tests run at the same time.</summary>
internal sealed class TelemetryWatch : IDisposable
{
    private readonly ActivityListener _spans;
    private readonly MeterListener _metrics = new();
    private readonly Activity _trace = new Activity("test").Start();

    public TelemetryWatch()
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == BelmTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => Keep(span.TraceId, () => Spans.Enqueue(span)),
        };
        ActivitySource.AddActivityListener(_spans);
        _metrics.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == BelmTelemetry.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _metrics.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Measure(instrument, value, tags));
        _metrics.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Measure(instrument, value, tags));
        _metrics.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measure(instrument, value, tags));
        _metrics.Start();
    }

    public ConcurrentQueue<Activity> Spans { get; } = [];

    public ConcurrentQueue<(string Name, double Value, string? Error)> Measurements { get; } = [];

    public string AllTags => string.Join('\n', Spans.SelectMany(span => span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Append($"{span.StatusDescription}")));

    public Activity Span(string name) => Assert.Single(Spans, span => span.OperationName == name);

    public double[] Values(string name) => [.. Measurements.Where(entry => entry.Name == name).Select(entry => entry.Value)];

    public void Dispose()
    {
        _spans.Dispose();
        _metrics.Dispose();
        _trace.Dispose();
    }

    private void Measure(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? error = null;
        foreach (var (name, tag) in tags)
        {
            error = name == BelmTags.ErrorType ? (string?)tag : error;
        }

        Keep(Activity.Current?.TraceId, () => Measurements.Enqueue((instrument.Name, value, error)));
    }

    private void Keep(ActivityTraceId? trace, Action keep)
    {
        if (trace == _trace.TraceId)
        {
            keep();
        }
    }
}
