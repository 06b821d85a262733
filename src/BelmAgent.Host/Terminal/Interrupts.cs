namespace BelmAgent.Host.Terminal;

/// <summary>What Ctrl-C stops: the innermost work under way, or else the app.</summary>
/// <remarks>Safe to share between threads.</remarks>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _app = new();
    private readonly Lock _gate = new();
    private readonly Stack<CancellationTokenSource> _work = new();

    /// <summary>Cancelled when the whole app is to stop.</summary>
    public CancellationToken App => _app.Token;

    /// <summary>Starts work that can be stopped by itself; disposing it ends it. Work begun later ends first.</summary>
    public InterruptibleWork Begin()
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(_app.Token);
        lock (_gate)
        {
            _work.Push(source);
        }

        return new InterruptibleWork(End, source.Token);
    }

    /// <summary>Stops the innermost work.</summary>
    /// <returns>False when it was told to stop before, so that nothing is left but to end the process.</returns>
    public bool Interrupt()
    {
        lock (_gate)
        {
            var innermost = _work.TryPeek(out var work) ? work : _app;
            var isFirst = !innermost.IsCancellationRequested;
            innermost.Cancel();
            return isFirst;
        }
    }

    /// <summary>Stops the whole app.</summary>
    public void Terminate() => _app.Cancel();

    public void Dispose() => _app.Dispose();

    private void End()
    {
        lock (_gate)
        {
            _work.Pop().Dispose();
        }
    }
}
