using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Plans;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Tests.Attempts;

public class AttemptLoopTests
{
    [Fact]
    public async Task A_good_first_attempt_is_the_only_one()
    {
        var outcome = await RunAsync(3, EditFault.None);

        Assert.Equal((1, false), (outcome.All.Count, outcome.IsStopped));
        Assert.Equal("made 1", outcome.Made);
    }

    [Fact]
    public async Task It_ends_with_the_first_good_one()
    {
        var outcome = await RunAsync(5, EditFault.NotSeen, EditFault.NotSeen, EditFault.None, EditFault.None);

        Assert.Equal("made 3", outcome.Made);
        Assert.Equal([null, "guidance 2 → 4", "blend_threshold 0.2 → 0.1"], outcome.All.Select(attempt => attempt.Change));
    }

    [Fact]
    public async Task It_makes_no_more_attempts_than_it_may_and_keeps_the_best()
    {
        var outcome = await RunAsync(3, EditFault.NotSeen, EditFault.Collateral, EditFault.NotSeen, EditFault.None);

        Assert.Equal(3, outcome.All.Count);
        Assert.Equal("made 2", outcome.Made);
    }

    [Fact]
    public async Task It_goes_on_from_the_best_and_not_from_the_last()
    {
        var outcome = await RunAsync(3, EditFault.NotSeen, EditFault.Damaged, EditFault.None);

        // The second attempt was worse, so its guidance is dropped.
        Assert.Equal([2, 4, 2], outcome.All.Select(attempt => (int)attempt.Plan.Guidance!.Value));
    }

    [Fact]
    public async Task What_cannot_be_tried_is_passed_over()
    {
        var calls = 0;
        var outcome = await new AttemptLoop<string>(3, Judged.Asked).RunAsync(
            Judged.Plan,
            (plan, number, change, _) => ++calls == 2
                ? throw new NonFiniteOutputException("unet", "out_sample", null)
                : Task.FromResult((Judged.Attempt(plan, number, change, calls == 1 ? EditFault.NotSeen : EditFault.None), $"made {calls}")),
            default);

        Assert.Equal(["made 3", "2"], [outcome.Made, $"{outcome.All.Count}"]);
    }

    [Fact]
    public async Task It_climbs_while_nothing_shows_the_wish_and_never_runs_a_plan_twice()
    {
        var plans = new List<Editing.Plans.EditPlan>();
        await new AttemptLoop<string>(9, Judged.Asked).RunAsync(
            Judged.Plan,
            (plan, number, change, _) =>
            {
                plans.Add(plan);
                return Task.FromResult((Judged.Attempt(plan, number, change, EditFault.NotSeen, background: 50 - number), $"made {number}"));
            },
            default);

        Assert.Equal(plans.Count, plans.Distinct().Count());
        Assert.Equal(7.5, plans[^1].Guidance);
        Assert.Equal(40, plans[^1].Steps);
    }

    [Fact]
    public async Task Whatever_goes_wrong_later_the_first_picture_is_kept()
    {
        var outcome = await new AttemptLoop<string>(3, Judged.Asked).RunAsync(
            Judged.Plan,
            (plan, number, change, _) => number > 1
                ? throw new IOException("the disk is gone")
                : Task.FromResult((Judged.Attempt(plan, number, change, EditFault.NotSeen), $"made {number}")),
            default);

        Assert.Equal(("made 1", false), (outcome.Made, outcome.IsStopped));
        Assert.IsType<IOException>(outcome.Failure);
    }

    [Fact]
    public async Task Tries_that_fail_count()
    {
        var calls = 0;
        await new AttemptLoop<string>(3, Judged.Asked).RunAsync(
            Judged.Plan,
            (plan, number, change, _) => ++calls > 1
                ? throw new LimitExceededException("blend", "words", "none")
                : Task.FromResult((Judged.Attempt(plan, number, change, EditFault.NotSeen), "made")),
            default);

        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task Stopped_later_it_returns_what_it_has_and_stopped_at_once_it_throws()
    {
        using var stop = new CancellationTokenSource();
        var outcome = await new AttemptLoop<string>(3, Judged.Asked).RunAsync(
            Judged.Plan,
            (plan, number, change, token) =>
            {
                token.ThrowIfCancellationRequested();
                stop.Cancel();
                return Task.FromResult((Judged.Attempt(plan, number, change, EditFault.NotSeen), $"made {number}"));
            },
            stop.Token);

        Assert.Equal(("made 1", true), (outcome.Made, outcome.IsStopped));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new AttemptLoop<string>(3, Judged.Asked).RunAsync(
            Judged.Plan, (_, _, _, token) => Task.FromCanceled<(EditAttempt, string)>(token), stop.Token));
    }

    private static Task<AttemptLoop<string>.Outcome> RunAsync(int most, params EditFault[] faults) => new AttemptLoop<string>(most, Judged.Asked).RunAsync(
        Judged.Plan, (plan, number, change, _) => Task.FromResult((Judged.Attempt(plan, number, change, faults[number - 1]), $"made {number}")), default);
}
