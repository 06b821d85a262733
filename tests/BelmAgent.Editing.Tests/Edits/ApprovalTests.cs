using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Editing.Tests.Edits;

/// <summary>An approval applies to one proposal, and nothing runs without one.</summary>
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

        var approval = await _house.Service.Editor.AuthorizeAsync(proposal.Id);
        var result = await _house.Service.Editor.EditAsync(proposal.Id);

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

        await _house.Service.Editor.ApproveAsync(one.Id, "web");
        Assert.Equal("web", (await _house.Service.Editor.EditAsync(one.Id)).ApprovedBy);
        Assert.Equal("not_approved", (await Assert.ThrowsAsync<BelmException>(() => _house.Service.Editor.EditAsync(other.Id))).Code);
    }

    [Fact]
    public async Task A_refused_proposal_cannot_be_approved_afterwards()
    {
        var proposal = await ProposeAsync();
        _approver.Answer = () => false;

        Assert.Equal("not_approved", (await Assert.ThrowsAsync<BelmException>(() => _house.Service.Editor.AuthorizeAsync(proposal.Id))).Code);

        Assert.Equal("proposal_not_found", (await Assert.ThrowsAsync<BelmException>(() => _house.Service.Editor.ApproveAsync(proposal.Id, "web"))).Code);
    }

    [Fact]
    public async Task A_front_end_can_look_at_a_proposal_and_refuse_it()
    {
        var proposal = await ProposeAsync();
        var editor = _house.Service.Editor;

        Assert.Equal(new WaitingProposal(proposal, null), await editor.GetProposalAsync(proposal.Id));
        var approval = await editor.ApproveAsync(proposal.Id, "web");
        Assert.Equal(approval, (await editor.GetProposalAsync(proposal.Id)).Approval);

        // A user may change their mind until it runs.
        await editor.RefuseAsync(proposal.Id);
        foreach (var call in (Func<Task>[])[() => editor.GetProposalAsync(proposal.Id), () => editor.RefuseAsync(proposal.Id), () => editor.EditAsync(proposal.Id)])
        {
            Assert.Equal("proposal_not_found", (await Assert.ThrowsAsync<BelmException>(call)).Code);
        }
    }

    [Fact]
    public async Task A_question_that_was_broken_off_can_be_put_again()
    {
        var proposal = await ProposeAsync();
        _approver.Answer = () => throw new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(() => _house.Service.Editor.EditAsync(proposal.Id));

        _approver.Answer = () => true;
        Assert.Equal("asked", (await _house.Service.Editor.EditAsync(proposal.Id)).ApprovedBy);
    }

    [Fact]
    public async Task Without_an_approver_the_refusal_says_what_to_register()
    {
        using var house = new EditingHouse(ApprovalMode.Required);
        var proposal = await ProposeAsync(house);

        var refused = await Assert.ThrowsAsync<BelmException>(() => house.Service.Editor.EditAsync(proposal.Id));

        Assert.Equal("not_approved", refused.Code);
        Assert.Contains("services.AddBelmApprover(…)", refused.Message, StringComparison.Ordinal);
        Assert.Contains("services.AddBelmAutomaticApproval()", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_approves_under_its_name_and_the_last_approver_wins()
    {
        var asked = new List<EditProposal>();
        using var house = new EditingHouse(ApprovalMode.Required, configure: services => services
            .AddBelmApprover<RefusingApprover>()
            .AddBelmApprover(proposal => proposal.Plan.TargetPrompt.Contains("blue", StringComparison.Ordinal) && Note(proposal), "policy"));
        var proposal = await ProposeAsync(house);

        Assert.Equal("policy", (await house.Service.Editor.AuthorizeAsync(proposal.Id)).By);
        Assert.Same(proposal.Plan, Assert.Single(asked).Plan);

        bool Note(EditProposal proposal)
        {
            asked.Add(proposal);
            return true;
        }
    }

    [Fact]
    public async Task A_functions_no_is_a_refusal_without_advice_to_register_one()
    {
        using var house = new EditingHouse(ApprovalMode.Required, configure: services => services.AddBelmApprover((_, _) => ValueTask.FromResult(false)));
        var proposal = await ProposeAsync(house);

        var refused = await Assert.ThrowsAsync<BelmException>(() => house.Service.Editor.AuthorizeAsync(proposal.Id));

        Assert.Equal("not_approved", refused.Code);
        Assert.DoesNotContain("AddBelmApprover", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Automatic_approval_is_asked_for_by_name_and_wins_over_the_options()
    {
        using var house = new EditingHouse(ApprovalMode.Required, approver: _approver, configure: services => services.AddBelmAutomaticApproval());
        var proposal = await ProposeAsync(house);

        Assert.Equal(EditApproval.Automatic, (await house.Service.Editor.AuthorizeAsync(proposal.Id)).By);
        Assert.Empty(_approver.Asked);
    }

    private Task<EditProposal> ProposeAsync() => ProposeAsync(_house);

    private static async Task<EditProposal> ProposeAsync(EditingHouse house)
    {
        var picture = await house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = Source, Seed = 1, Steps = 4 });
        return await house.Service.Editor.ProposeAsync(picture.ImageId, new EditPlan { SourcePrompt = Source, TargetPrompt = Source.Replace("red", "blue", StringComparison.Ordinal), Steps = 4 });
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
