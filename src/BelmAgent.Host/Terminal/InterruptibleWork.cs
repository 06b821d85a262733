namespace BelmAgent.Host.Terminal;

/// <summary>Work that Ctrl-C stops without stopping what is around it.</summary>
/// <param name="end">Gives Ctrl-C back to what is around.</param>
/// <param name="token">Cancelled when the work is to stop.</param>
internal sealed class InterruptibleWork(Action end, CancellationToken token) : IDisposable
{
    public CancellationToken Token { get; } = token;

    public void Dispose() => end();
}
