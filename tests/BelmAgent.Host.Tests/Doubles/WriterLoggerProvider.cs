using Microsoft.Extensions.Logging;

namespace BelmAgent.Host.Tests.Doubles;

/// <summary>Writes log entries with their exceptions, like a console.</summary>
internal sealed class WriterLoggerProvider(TextWriter writer) : ILoggerProvider
{
    private readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this, writer);

    public void Dispose()
    {
    }

    private sealed class Logger(WriterLoggerProvider owner, TextWriter writer) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (owner._gate)
            {
                writer.WriteLine($"{formatter(state, exception)}\n{exception}");
            }
        }
    }
}
