namespace BelmAgent.Host.Terminal;

/// <summary>Work that Ctrl-C cancels without cancelling the work around it.</summary>
/// <param name="end">Returns Ctrl-C to the surrounding work.</param>
/// <param name="token">Cancelled when the work should stop.</param>
internal sealed class InterruptibleWork(Action end, CancellationToken token) : IDisposable
{
    public CancellationToken Token { get; } = token;

    public void Dispose() => end();
}
