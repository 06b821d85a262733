using BelmAgent.Diffusion.Pipeline;

namespace BelmAgent.Diffusion.Tests.Pipeline;

public class FairTurnTests
{
    [Fact]
    public async Task The_turn_is_granted_in_the_order_of_arrival()
    {
        var turn = new FairTurn();
        await turn.WaitAsync(default);
        var granted = new List<int>();
        var callers = Enumerable.Range(0, 8).Select(i => UseAsync(turn, turn.WaitAsync(default), () => granted.Add(i))).ToList();

        turn.Release();
        await Task.WhenAll(callers);

        Assert.Equal(Enumerable.Range(0, 8), granted);
    }

    [Fact]
    public async Task One_who_comes_when_others_wait_does_not_overtake_them()
    {
        var turn = new FairTurn();
        await turn.WaitAsync(default);
        var first = turn.WaitAsync(default);

        turn.Release();
        var late = turn.WaitAsync(default);

        await first;
        Assert.False(turn.TryEnter());
        Assert.False(late.IsCompleted);
        turn.Release();
        await late;
    }

    [Fact]
    public async Task One_who_leaves_does_not_disturb_the_others()
    {
        var turn = new FairTurn();
        await turn.WaitAsync(default);
        using var cancelled = new CancellationTokenSource();
        var granted = new List<int>();
        var waits = Enumerable.Range(0, 8).Select(i => turn.WaitAsync(i == 3 ? cancelled.Token : default)).ToList();
        var callers = waits.Select((wait, i) => i == 3 ? wait : UseAsync(turn, wait, () => granted.Add(i))).ToList();

        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits[3]);
        Assert.Equal(7, turn.Waiting);
        turn.Release();
        await Task.WhenAll(callers.Where((_, i) => i != 3));

        Assert.Equal([0, 1, 2, 4, 5, 6, 7], granted);
        Assert.True(turn.TryEnter());
    }

    [Fact]
    public async Task Who_is_cancelled_before_asking_is_not_let_in()
    {
        var turn = new FairTurn();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => turn.WaitAsync(new CancellationToken(canceled: true)));

        Assert.True(turn.TryEnter());
    }

    private static async Task UseAsync(FairTurn turn, Task wait, Action use)
    {
        await wait;
        use();
        turn.Release();
    }
}
