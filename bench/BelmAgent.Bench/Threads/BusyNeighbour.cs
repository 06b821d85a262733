namespace BelmAgent.Bench.Threads;

/// <summary>Another thread that uses a core all the time.</summary>
internal sealed class BusyNeighbour : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _isDone;

    public BusyNeighbour()
    {
        _thread = new Thread(Work) { IsBackground = true };
        _thread.Start();
    }

    public void Dispose()
    {
        _isDone = true;
        _thread.Join();
    }

    private void Work()
    {
        while (!_isDone)
        {
            Thread.SpinWait(1000);
        }
    }
}
