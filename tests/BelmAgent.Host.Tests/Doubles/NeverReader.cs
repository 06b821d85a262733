namespace BelmAgent.Host.Tests.Doubles;

/// <summary>A terminal at which nobody types.</summary>
internal sealed class NeverReader : TextReader
{
    private readonly ManualResetEventSlim _gone = new();

    /// <summary>Called when a line is waited for.</summary>
    public Action? OnRead { get; set; }

    public override string? ReadLine()
    {
        OnRead?.Invoke();
        _gone.Wait();
        return null;
    }

    protected override void Dispose(bool disposing)
    {
        _gone.Set();
        base.Dispose(disposing);
    }
}
