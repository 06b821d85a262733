using System.Diagnostics;
using System.Diagnostics.Metrics;
using BelmAgent.Editing.Library;

namespace BelmAgent.Editing.Operations;

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

/// <summary>Options of traces. Configuration section <c>Belm:Telemetry</c>.</summary>
public class TelemetryOptions
{
    /// <summary>Gets or sets whether traces contain users' words and a language model's messages. Default: false.</summary>
    public bool IncludePrompts { get; set; }
}
