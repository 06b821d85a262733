using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Tests.Edits;

/// <summary>An approval is of one proposal, and nothing runs around it.</summary>
public sealed class ApprovalTests : IDisposable
{
    private const string Source = "a red house on the left, on grass, under a blue sky";
    private readonly AskedApprover _approver = new();
    private readonly EditingHouse _house;

    public ApprovalTests() => _house = new EditingHouse(ApprovalMode.Required, approver: _approver);

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task What_was_approved_is_what_runs_and_nobody_is_asked_twice()
    {
        var proposal = await ProposeAsync();

        var approval = await _house.Service.AuthorizeAsync(proposal.Id);
        var result = await _house.Service.EditAsync(proposal.Id);

        Assert.Equal((proposal.Id, "asked"), (approval.ProposalId, approval.By));
        Assert.Equal("asked", result.ApprovedBy);
        Assert.Same(proposal.Plan, Assert.Single(_approver.Asked).Plan);
        Assert.Equal(proposal.Plan, result.Plan);
    }

    [Fact]
    public async Task A_front_end_that_asks_for_itself_is_believed_for_that_proposal_alone()
    {
        var (one, other) = (await ProposeAsync(), await ProposeAsync());
        _approver.Answer = () => false;

        await _house.Service.ApproveAsync(one.Id, "web");
        Assert.Equal("web", (await _house.Service.EditAsync(one.Id)).ApprovedBy);
        await Assert.ThrowsAsync<EditRefusedException>(() => _house.Service.EditAsync(other.Id));
    }

    [Fact]
    public async Task A_refused_proposal_cannot_be_approved_afterwards()
    {
        var proposal = await ProposeAsync();
        _approver.Answer = () => false;

        await Assert.ThrowsAsync<EditRefusedException>(() => _house.Service.AuthorizeAsync(proposal.Id));

        await Assert.ThrowsAsync<ProposalNotFoundException>(() => _house.Service.ApproveAsync(proposal.Id, "web"));
    }

    [Fact]
    public async Task A_question_that_was_broken_off_can_be_put_again()
    {
        var proposal = await ProposeAsync();
        _approver.Answer = () => throw new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(() => _house.Service.EditAsync(proposal.Id));

        _approver.Answer = () => true;
        Assert.Equal("asked", (await _house.Service.EditAsync(proposal.Id)).ApprovedBy);
    }

    private async Task<EditProposal> ProposeAsync()
    {
        var picture = await _house.Service.GenerateAsync(new GenerateRequest { Prompt = Source, Seed = 1, Steps = 4 });
        return await _house.Service.ProposeAsync(picture.ImageId, new EditPlan { SourcePrompt = Source, TargetPrompt = Source.Replace("red", "blue", StringComparison.Ordinal), Steps = 4 });
    }

    private sealed class AskedApprover : IEditApprover
    {
        public List<EditProposal> Asked { get; } = [];

        public Func<bool> Answer { get; set; } = () => true;

        public string Name => "asked";

        public ValueTask<bool> ApproveAsync(EditProposal proposal, CancellationToken cancellationToken)
        {
            Asked.Add(proposal);
            return ValueTask.FromResult(Answer());
        }
    }
}
