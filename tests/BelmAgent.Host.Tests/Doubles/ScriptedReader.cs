namespace BelmAgent.Host.Tests.Doubles;

/// <summary>A terminal at which somebody types, one thing after another.</summary>
internal sealed class ScriptedReader : TextReader
{
    /// <summary>What gives each line; after the last, the input ends.</summary>
    public Queue<Func<string?>> Lines { get; } = new();

    public override string? ReadLine() => Lines.TryDequeue(out var line) ? line() : null;
}
