using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Operations;

/// <summary>
/// Limits the number of pictures that one turn of a conversation may create, so that a model that never stops cannot fill the library.
/// </summary>
/// <remarks>
/// The budget applies to the flow of calls in which it was entered, including any loop of tools in between. Without a turn there is no
/// limit. Safe to share between threads.
/// </remarks>
/// <param name="most">Maximum number of pictures, at least 1.</param>
public sealed class TurnBudget(int most)
{
    private static readonly AsyncLocal<TurnBudget?> Current = new();
    private int _made;

    /// <summary>Applies this budget to all calls from here on, until disposed.</summary>
    public IDisposable Enter()
    {
        var outer = Current.Value;
        Current.Value = this;
        return new Leaving(outer);
    }

    /// <summary>Throws if the current flow's budget is used up.</summary>
    /// <remarks>For code that asks the user first.</remarks>
    /// <exception cref="LimitExceededException">The turn has used its budget.</exception>
    public static void ThrowIfSpent()
    {
        if (Current.Value is { } turn && Volatile.Read(ref turn._made) >= turn._most)
        {
            throw turn.Refusal();
        }
    }

    /// <summary>Takes one picture from the current flow's budget, if there is one.</summary>
    /// <remarks>Call this before creating a picture.</remarks>
    /// <exception cref="LimitExceededException">The turn has used its budget.</exception>
    public static void Spend()
    {
        if (Current.Value is { } turn && Interlocked.Increment(ref turn._made) > turn._most)
        {
            throw turn.Refusal();
        }
    }

    private readonly int _most = most;

    private LimitExceededException Refusal() => new("pictures_per_turn", _most + 1, $"at most {_most} per turn, and ask the user before continuing");

    private sealed class Leaving(TurnBudget? outer) : IDisposable
    {
        public void Dispose() => Current.Value = outer;
    }
}
