namespace BelmAgent.Host.Terminal;

/// <summary>What the app reads from and writes to.</summary>
/// <param name="In">Standard input.</param>
/// <param name="Out">Standard output: results alone.</param>
/// <param name="Error">Standard error: progress, questions, errors and logs.</param>
/// <param name="CanAsk">True when a person sits at both ends, so that a question can be put.</param>
internal sealed record BelmIo(TextReader In, TextWriter Out, TextWriter Error, bool CanAsk)
{
    /// <summary>The process's own streams.</summary>
    public static BelmIo Console() => new(
        System.Console.In, System.Console.Out, System.Console.Error, !System.Console.IsInputRedirected && !System.Console.IsErrorRedirected);

    /// <summary>Reads one line, and stops waiting for it when cancelled; null at the end of the input.</summary>
    public Task<string?> ReadLineAsync(CancellationToken cancellationToken) =>
        // A read of the console cannot be interrupted, so it is left behind.
        Task.Run(In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
}
