using Spectre.Console;

namespace BelmAgent.Host.Terminal;

/// <summary>The consoles of one run, and whether its result is for a program.</summary>
/// <param name="io">The streams.</param>
/// <param name="json">Whether standard output carries one JSON object and nothing else.</param>
internal sealed class Screen(BelmIo io, bool json)
{
    public BelmIo Io { get; } = io;

    public bool Json { get; } = json;

    /// <summary>Gets the console for text to the user: standard output, unless a program reads it.</summary>
    public IAnsiConsole Words { get; } = Unwrapped(json ? io.Error : io.Out);

    /// <summary>Gets the console for questions, notes and errors.</summary>
    public IAnsiConsole Error { get; } = Unwrapped(io.Error);

    /// <summary>Gets the same console for output that is laid out to the terminal's width, such as a frame.</summary>
    public IAnsiConsole Layout { get; } = Create(json ? io.Error : io.Out);

    /// <summary>Gets the terminal's current size, which users can change.</summary>
    public CellBox Size => new(Layout.Profile.Width, Layout.Profile.Height);

    /// <summary>Creates a console on standard error that knows the terminal's width, for live output.</summary>
    public IAnsiConsole CreateDrawing() => Create(Io.Error);

    // A terminal wraps long lines by itself, and wrapped text such as a path or a prompt can still be copied as a whole.
    private static IAnsiConsole Unwrapped(TextWriter writer)
    {
        var console = Create(writer);
        console.Profile.Width = 100_000;
        return console;
    }

    private static IAnsiConsole Create(TextWriter writer)
    {
        var output = new AnsiConsoleOutput(writer);
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,
            Ansi = output.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            // The default enrichers colour the logs of build servers, which then contain escape codes.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
    }
}
