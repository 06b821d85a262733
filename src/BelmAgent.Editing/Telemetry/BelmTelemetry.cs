using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace BelmAgent.Editing.Telemetry;

/// <summary>The source of the spans and the meter of the metrics. Whoever wants them listens; nothing is collected here.</summary>
/// <remarks>Safe to share between threads.</remarks>
public static class BelmTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "BelmAgent";

    /// <summary>Starts the spans: <c>edit</c>, <c>edit.attempt</c>, <c>invert</c>, <c>generate</c>, <c>reconstruct</c>, <c>describe</c>.</summary>
    public static ActivitySource Source { get; } = new(Name, AppVersion.Current);

    /// <summary>Makes the instruments.</summary>
    public static Meter Meter { get; } = new(Name, AppVersion.Current);

    /// <summary>Runs work in a span; a fault is marked by its type alone, for its message may hold words or paths.</summary>
    /// <param name="name">The span's name.</param>
    /// <param name="work">The work; told the span, which is null when nobody listens.</param>
    public static async Task<T> TraceAsync<T>(string name, Func<Activity?, Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        using var span = Source.StartActivity(name);
        try
        {
            return await work(span);
        }
        catch (Exception e)
        {
            Mark(span, e);
            throw;
        }
    }

    /// <summary>Marks a span as ended by an exception; a cancellation is no error.</summary>
    /// <param name="span">The span.</param>
    /// <param name="exception">What ended it.</param>
    public static void Mark(Activity? span, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        span?.SetTag(BelmTags.ErrorType, BelmException.NameOf(exception));
        if (exception is not OperationCanceledException)
        {
            span?.SetStatus(ActivityStatusCode.Error);
        }
    }
}
