namespace BelmAgent.Host.Tests.Doubles;

/// <summary>A clock that advances only on request.</summary>
internal sealed class ManualClock : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public void Pass(double seconds) => _ticks += TimeSpan.FromSeconds(seconds).Ticks;
}
