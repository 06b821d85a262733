namespace BelmAgent.Host.Terminal;

/// <summary>What the app reads from and writes to. One reader at a time.</summary>
/// <param name="input">Standard input.</param>
/// <param name="output">Standard output: results alone.</param>
/// <param name="error">Standard error: progress, questions, errors and logs.</param>
/// <param name="canAsk">True when a person sits at both ends, so that a question can be put.</param>
internal sealed class BelmIo(TextReader input, TextWriter output, TextWriter error, bool canAsk)
{
    private Task<string?>? _reading;

    public TextWriter Out { get; } = output;

    public TextWriter Error { get; } = error;

    public bool CanAsk { get; } = canAsk;

    /// <summary>Returns the process's own streams.</summary>
    public static BelmIo Console() => new(
        System.Console.In, System.Console.Out, System.Console.Error, !System.Console.IsInputRedirected && !System.Console.IsErrorRedirected);

    /// <summary>Reads one line, and stops waiting for it when cancelled; null at the end of the input.</summary>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        // A read of the console cannot be interrupted: one that nobody waits for any more gets the next line.
        _reading ??= Task.Run(input.ReadLine, CancellationToken.None);
        var line = await _reading.WaitAsync(cancellationToken);
        _reading = null;
        return line;
    }
}
