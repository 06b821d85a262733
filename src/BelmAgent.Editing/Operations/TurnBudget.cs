using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Operations;

/// <summary>How many pictures one turn of a conversation may make, so that a model that never stops does not fill the library.</summary>
/// <remarks>
/// The budget is that of the flow of calls it was entered in, whatever runs between: it reaches the domain through any loop of tools.
/// Without a turn there is no limit. Safe to share between threads.
/// </remarks>
/// <param name="most">The most pictures, at least 1.</param>
public sealed class TurnBudget(int most)
{
    private static readonly AsyncLocal<TurnBudget?> Current = new();
    private int _made;

    /// <summary>Creates this the budget of what is called from here on, until disposed.</summary>
    public IDisposable Enter()
    {
        var outer = Current.Value;
        Current.Value = this;
        return new Leaving(outer);
    }

    /// <summary>Refuses where the present flow's budget has nothing left.</summary>
    /// <remarks>For whatever asks a person first.</remarks>
    /// <exception cref="LimitExceededException">The turn has made all that it may.</exception>
    public static void ThrowIfSpent()
    {
        if (Current.Value is { } turn && Volatile.Read(ref turn._made) >= turn._most)
        {
            throw turn.Refusal();
        }
    }

    /// <summary>Takes one picture from the budget of the present flow, where there is one.</summary>
    /// <remarks>For whatever makes pictures, before it makes one.</remarks>
    /// <exception cref="LimitExceededException">The turn has made all that it may.</exception>
    public static void Spend()
    {
        if (Current.Value is { } turn && Interlocked.Increment(ref turn._made) > turn._most)
        {
            throw turn.Refusal();
        }
    }

    private readonly int _most = most;

    private LimitExceededException Refusal() => new("pictures_per_turn", _most + 1, $"at most {_most} a turn, and ask the person before going on");

    private sealed class Leaving(TurnBudget? outer) : IDisposable
    {
        public void Dispose() => Current.Value = outer;
    }
}
