using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace BelmAgent.Editing.Telemetry;

/// <summary>The source of spans and the meter of metrics. Apps listen to them as needed; nothing is collected here.</summary>
/// <remarks>Safe to share between threads.</remarks>
public static class BelmTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "BelmAgent";

    /// <summary>
    /// Gets the source of the spans: <c>edit</c>, <c>edit.attempt</c>, <c>invert</c>, <c>generate</c>, <c>reconstruct</c>,
    /// <c>describe</c>.
    /// </summary>
    public static ActivitySource Source { get; } = new(Name, AppVersion.Current);

    /// <summary>Gets the meter of the instruments.</summary>
    public static Meter Meter { get; } = new(Name, AppVersion.Current);

    /// <summary>Runs work in a span; an error is recorded only by its type, because its message may contain words or paths.</summary>
    /// <param name="name">The span's name.</param>
    /// <param name="work">The work; receives the span, which is null if nothing listens.</param>
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

    /// <summary>Marks a span as ended by an exception; a cancellation is not an error.</summary>
    /// <param name="span">The span.</param>
    /// <param name="exception">The exception.</param>
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
