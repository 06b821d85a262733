namespace BelmAgent.Host.Tests.Doubles;

/// <summary>The system's time, except that timers never fire: there are no timeouts, however busy the machine is.</summary>
internal sealed class PatientClock : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Never();

    private sealed class Never : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
