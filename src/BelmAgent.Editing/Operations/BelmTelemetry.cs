using System.Diagnostics;
using System.Diagnostics.Metrics;
using BelmAgent.Editing.Library;

namespace BelmAgent.Editing.Operations;

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

/// <summary>What traces may show. Configuration section <c>Belm:Telemetry</c>.</summary>
public class TelemetryOptions
{
    /// <summary>Gets or sets whether traces hold a person's words and a language model's messages. Default: false.</summary>
    public bool IncludePrompts { get; set; }
}
