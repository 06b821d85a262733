using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Tests.Turns;

public class TurnBudgetTests
{
    [Fact]
    public async Task A_turn_makes_no_more_than_it_may_however_it_is_called()
    {
        var budget = new TurnBudget(2);
        using (budget.Enter())
        {
            TurnBudget.Spend();
            await Task.Run(TurnBudget.Spend);
        }

        using (budget.Enter())
        {
            var limit = await Assert.ThrowsAsync<LimitExceededException>(() => Task.Run(TurnBudget.Spend));
            Assert.Equal("pictures_per_turn", limit.Setting);
        }
    }

    [Fact]
    public void Outside_a_turn_there_is_no_limit()
    {
        using (new TurnBudget(1).Enter())
        {
            TurnBudget.Spend();
        }

        for (var i = 0; i < 10; i++)
        {
            TurnBudget.Spend();
        }
    }

    [Fact]
    public async Task Two_turns_at_once_have_a_budget_each()
    {
        async Task TurnAsync()
        {
            using (new TurnBudget(1).Enter())
            {
                await Task.Yield();
                TurnBudget.Spend();
                Assert.Throws<LimitExceededException>(TurnBudget.Spend);
            }
        }

        await Task.WhenAll(TurnAsync(), TurnAsync());
    }
}
