namespace BelmAgent.Host.Tests.Doubles;

/// <summary>A terminal with scripted input.</summary>
internal sealed class ScriptedReader : TextReader
{
    /// <summary>Gets the functions that supply each line; after the last, the input ends.</summary>
    public Queue<Func<string?>> Lines { get; } = new();

    public override string? ReadLine() => Lines.TryDequeue(out var line) ? line() : null;
}
