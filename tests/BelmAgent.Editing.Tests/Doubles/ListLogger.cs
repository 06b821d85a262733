using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace BelmAgent.Editing.Tests.Doubles;

/// <summary>Collects log entries.</summary>
/// <param name="least">The least level that is kept.</param>
internal sealed class ListLogger<T>(LogLevel least = LogLevel.Trace) : ILogger<T>
{
    public ConcurrentQueue<string> Messages { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Messages.Enqueue(formatter(state, exception));
        }
    }
}
