namespace BelmAgent.Host.Terminal;

/// <summary>The app's input and output. One reader at a time.</summary>
/// <param name="input">Standard input.</param>
/// <param name="output">Standard output: only results.</param>
/// <param name="error">Standard error: progress, questions, errors and logs.</param>
/// <param name="canAsk">Whether both ends are a terminal, so that a question can be asked.</param>
internal sealed class BelmIo(TextReader input, TextWriter output, TextWriter error, bool canAsk)
{
    private Task<string?>? _reading;

    public TextWriter Out { get; } = output;

    public TextWriter Error { get; } = error;

    public bool CanAsk { get; } = canAsk;

    /// <summary>Gets or sets whether a line of a pipe may answer a question, as in a conversation; it does if it is a plain yes or no.</summary>
    public bool ReadsAnswers { get; set; }

    /// <summary>Creates an instance over the process's own streams.</summary>
    public static BelmIo Console() => new(
        System.Console.In, System.Console.Out, System.Console.Error, !System.Console.IsInputRedirected && !System.Console.IsErrorRedirected);

    /// <summary>Reads the answer to a yes-or-no question.</summary>
    /// <returns>Whether it was yes. Without a terminal, a line that is neither yes nor no is no answer and is read again by the next call.</returns>
    public async Task<bool> ReadYesAsync(CancellationToken cancellationToken)
    {
        if (!CanAsk && !ReadsAnswers)
        {
            return false;
        }

        var line = await ReadLineAsync(cancellationToken);
        var answer = line?.Trim().ToLowerInvariant();
        if (!CanAsk && answer is not ("y" or "yes" or "n" or "no"))
        {
            _reading = Task.FromResult(line);
        }

        return answer is "y" or "yes";
    }

    /// <summary>Reads one line, or stops waiting when cancelled; returns null at the end of the input.</summary>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        // A console read cannot be interrupted: an abandoned one receives the next line.
        _reading ??= Task.Run(input.ReadLine, CancellationToken.None);
        var line = await _reading.WaitAsync(cancellationToken);
        _reading = null;
        return line;
    }
}
