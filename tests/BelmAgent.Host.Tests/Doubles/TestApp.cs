using BelmAgent.Editing.Operations;
using BelmAgent.Host.Terminal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BelmAgent.Host.Tests.Doubles;

/// <summary>The app, run in this process.</summary>
internal sealed class TestApp : IDisposable
{
    /// <summary>Gets the domain to use; null for the real one.</summary>
    public IOperationRunner? Service { get; init; }

    /// <summary>Gets the clock to use; null for the system's.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>Gets what the user types.</summary>
    public string Input { get; init; } = "";

    /// <summary>Gets the standard input, if it is more than text.</summary>
    public TextReader? In { get; init; }

    /// <summary>Gets the standard output, if it is not just collected.</summary>
    public TextWriter? Out { get; init; }

    /// <summary>Gets whether a user is at the terminal.</summary>
    public bool CanAsk { get; init; }

    /// <summary>Gets the text on standard error at which Ctrl-C is pressed.</summary>
    public string? InterruptAt { get; init; }

    /// <summary>Gets the log, as far as the settings let it through.</summary>
    public StringWriter Log { get; } = new();

    public Interrupts Interrupts { get; } = new();

    public async Task<TestRun> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new WatchedWriter(InterruptAt, () => Interrupts.Interrupt());
        var io = new BelmIo(In ?? new StringReader(Input), Out ?? output, error, CanAsk);
        var exitCode = await new BelmApp(io, Interrupts, Replace).RunAsync(args);
        return new TestRun(exitCode, output.ToString(), error.ToString());
    }

    public void Dispose()
    {
        Interrupts.Dispose();
        Log.Dispose();
    }

    private void Replace(IServiceCollection services)
    {
        services.AddSingleton<ILoggerProvider>(new WriterLoggerProvider(Log));
        if (Service is not null)
        {
            services.AddSingleton(Service);
        }

        if (Clock is not null)
        {
            services.AddSingleton(Clock);
        }
    }
}
