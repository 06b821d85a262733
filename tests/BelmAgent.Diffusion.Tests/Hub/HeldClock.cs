namespace BelmAgent.Diffusion.Tests.Hub;

/// <summary>The system's time, except that waits of a second and more end only on request, however busy the machine is.</summary>
internal sealed class HeldClock : TimeProvider
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly List<Held> _held = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= TimeSpan.Zero && dueTime < Short)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        var timer = new Held(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Ends all current waits.</summary>
    public void Expire()
    {
        List<Held> due;
        lock (_gate)
        {
            due = [.. _held];
            _held.Clear();
        }

        due.ForEach(timer => timer.Ring());
    }

    private sealed class Held(HeldClock clock, Action ring) : ITimer
    {
        public void Ring() => ring();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._held.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    clock._held.Add(this);
                }

                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
