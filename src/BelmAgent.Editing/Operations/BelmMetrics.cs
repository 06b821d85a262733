using System.Diagnostics.Metrics;

namespace BelmAgent.Editing.Operations;

/// <summary>The instruments of <see cref="BelmTelemetry.Meter"/>.</summary>
internal static class BelmMetrics
{
    private static readonly Histogram<double> EditDuration = BelmTelemetry.Meter.CreateHistogram<double>(
        "belm.edit.duration", "s", "Time of an edit with all its attempts, from when it is approved.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800] });

    private static readonly Histogram<int> EditAttempts = BelmTelemetry.Meter.CreateHistogram(
        "belm.edit.attempts", "{attempt}", "Attempts that an edit took.", advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 3, 4, 5, 10] });

    private static readonly Counter<long> Evaluations = BelmTelemetry.Meter.CreateCounter<long>(
        "belm.unet.evaluations", "{row}", "Rows that the UNet evaluated in work that finished, checks included.");

    private static readonly Counter<long> EditFailures = BelmTelemetry.Meter.CreateCounter<long>(
        "belm.edit.failures", "{edit}", "Approved edits that were stopped or went wrong.");

    private static readonly Histogram<double> DeviceWait = BelmTelemetry.Meter.CreateHistogram<double>(
        "belm.device.wait", "s", "Time until the model was free, and loaded if need be.");

    public static void Edited(TimeSpan duration, int attempts)
    {
        EditDuration.Record(duration.TotalSeconds);
        EditAttempts.Record(attempts);
    }

    public static void Failed(TimeSpan duration, Exception exception)
    {
        var type = KeyValuePair.Create<string, object?>(BelmTags.ErrorType, BelmException.NameOf(exception));
        EditDuration.Record(duration.TotalSeconds, type);
        EditFailures.Add(1, type);
    }

    public static void Evaluated(int rows, string provider) => Evaluations.Add(rows, KeyValuePair.Create<string, object?>(BelmTags.Provider, provider));

    public static void Waited(TimeSpan wait) => DeviceWait.Record(wait.TotalSeconds);
}
