namespace BelmAgent.Editing.Tests.Doubles;

/// <summary>A clock that advances by one step each time it is read.</summary>
internal sealed class SteppingClock(DateTimeOffset start, TimeSpan step) : TimeProvider
{
    private long _reads = -1;

    public override DateTimeOffset GetUtcNow() => start + (step * Interlocked.Increment(ref _reads));
}
