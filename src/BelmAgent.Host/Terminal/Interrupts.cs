namespace BelmAgent.Host.Terminal;

/// <summary>Handles Ctrl-C: cancels the innermost running work, or else the app.</summary>
/// <remarks>Safe to share between threads.</remarks>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _app = new();
    private readonly Lock _gate = new();
    private readonly Stack<CancellationTokenSource> _work = new();

    /// <summary>Gets a token that is cancelled when the whole app should stop.</summary>
    public CancellationToken App => _app.Token;

    /// <summary>Starts work that can be cancelled by itself; disposing it ends it. Work started later ends first.</summary>
    public InterruptibleWork Begin()
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(_app.Token);
        lock (_gate)
        {
            _work.Push(source);
        }

        return new InterruptibleWork(End, source.Token);
    }

    /// <summary>Cancels the innermost work.</summary>
    /// <returns>False if it was already cancelled, so that the only option left is to end the process.</returns>
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

    /// <summary>Cancels the whole app.</summary>
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

/// <summary>Work that Ctrl-C cancels without cancelling the work around it.</summary>
/// <param name="end">Returns Ctrl-C to the surrounding work.</param>
/// <param name="token">Cancelled when the work should stop.</param>
internal sealed class InterruptibleWork(Action end, CancellationToken token) : IDisposable
{
    public CancellationToken Token { get; } = token;

    public void Dispose() => end();
}
