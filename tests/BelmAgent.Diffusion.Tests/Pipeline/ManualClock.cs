namespace BelmAgent.Diffusion.Tests.Pipeline;

/// <summary>A clock that advances only on request, and fires its timers then.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly List<Ring> _rings = [];
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var ring = new Ring(this, () => callback(state));
        ring.Change(dueTime, period);
        _rings.Add(ring);
        return ring;
    }

    public void Pass(TimeSpan time)
    {
        _ticks += time.Ticks;
        foreach (var ring in _rings)
        {
            ring.Look(_ticks);
        }
    }

    private sealed class Ring(ManualClock clock, Action ring) : ITimer
    {
        private long? _due;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._ticks + dueTime.Ticks;
            return true;
        }

        public void Look(long now)
        {
            if (_due <= now)
            {
                _due = null;
                ring();
            }
        }

        public void Dispose() => _due = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
