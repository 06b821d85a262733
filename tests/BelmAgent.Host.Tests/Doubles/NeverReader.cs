namespace BelmAgent.Host.Tests.Doubles;

/// <summary>A terminal without input.</summary>
internal sealed class NeverReader : TextReader
{
    private readonly ManualResetEventSlim _gone = new();

    /// <summary>Gets or sets the action called when a line is awaited.</summary>
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
