using BelmAgent.Mcp.Approval;

namespace BelmAgent.Mcp.Tests.Approval;

public sealed class ApprovalStateTests
{
    private readonly SetClock _clock = new();
    private readonly ApprovalState _states;

    public ApprovalStateTests() => _states = new(_clock);

    [Fact]
    public void A_seal_counts_for_its_proposal_its_client_and_its_time()
    {
        var seal = _states.Seal("prop_1", "desktop", TimeSpan.FromMinutes(10));

        Assert.True(_states.Verify(seal, "prop_1", "desktop"));
        Assert.False(_states.Verify(seal, "prop_2", "desktop"));
        Assert.False(_states.Verify(seal, "prop_1", "other"));
        _clock.Now += TimeSpan.FromMinutes(10);
        Assert.True(_states.Verify(seal, "prop_1", "desktop"));
        _clock.Now += TimeSpan.FromSeconds(1);
        Assert.False(_states.Verify(seal, "prop_1", "desktop"));
    }

    [Fact]
    public void A_seal_of_another_process_does_not_count() =>
        Assert.False(_states.Verify(new ApprovalState(_clock).Seal("prop_1", "desktop", TimeSpan.FromMinutes(10)), "prop_1", "desktop"));

    [Fact]
    public void No_letter_of_a_seal_can_be_changed()
    {
        var seal = _states.Seal("prop_1", "desktop", TimeSpan.FromMinutes(10));

        // The last letter carries two bits that the signature does not have.
        Assert.All(Enumerable.Range(0, seal.Length - 1), at =>
            Assert.False(_states.Verify($"{seal[..at]}{(seal[at] == '1' ? '2' : '1')}{seal[(at + 1)..]}", "prop_1", "desktop"), $"at {at}"));
    }

    [Fact]
    public void Parts_do_not_run_into_one_another() =>
        Assert.False(_states.Verify(_states.Seal("prop_1|7", "desktop", TimeSpan.FromMinutes(10)), "prop_1", "7|desktop"));

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddYears(60);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
