using BelmAgent.Editing;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Plans;
using BelmAgent.Plugins.Results;
using BelmAgent.Web.Problems;
using Microsoft.Extensions.Options;

namespace BelmAgent.Web.Plans;

/// <summary>The proposals that callers have seen, and what was decided on them.</summary>
/// <remarks>Safe to share between threads. The oldest give way when there are too many, as in the domain.</remarks>
internal sealed class ProposalBook(ImageEditor editor, Images images, IOptions<EditingOptions> options)
{
    private const int MaxKept = 512;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ProposalView> _views = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Keeps a proposal as it was shown; one that is known already stays as it is.</summary>
    public ProposalView Keep(ProposalView shown)
    {
        lock (_gate)
        {
            if (_views.TryGetValue(shown.ProposalId, out var known))
            {
                return known;
            }

            _views.Add(shown.ProposalId, shown);
            _order.Enqueue(shown.ProposalId);
            while (_order.Count > MaxKept)
            {
                _views.Remove(_order.Dequeue());
            }

            return shown;
        }
    }

    /// <summary>Keeps the proposal that the planner made.</summary>
    public ProposalView Keep(PlanEditResult planned) => Keep(ProposalView.From(
        new EditProposal
        {
            Id = planned.ProposalId!,
            ImageId = planned.ImageId!,
            Plan = planned.Plan!,
            UnetEvaluations = 0,
            MaxAttempts = planned.MaxAttempts ?? 1,
            EstimatedSeconds = planned.EstimatedSeconds,
        },
        planned.Caption,
        planned.Notes));

    /// <summary>Finds a proposal.</summary>
    /// <exception cref="BelmException"><c>proposal_not_found</c>: there is no such proposal.</exception>
    public ProposalView Get(string id)
    {
        lock (_gate)
        {
            return _views.TryGetValue(id, out var view) ? view : throw new BelmException(
                "proposal_not_found", ErrorKind.NotFound, $"There is no proposal '{id}'", "make one with 'POST api/v1/plans'; each runs once");
        }
    }

    /// <summary>Makes a plan that a caller wrote a proposal.</summary>
    public async Task<ProposalView> ProposeAsync(string imageId, EditPlan plan, CancellationToken cancellationToken)
    {
        // Whatever it says of a planner, it is the caller's now.
        var proposal = await editor.ProposeAsync(imageId, plan with { ChosenByPlanner = null }, cancellationToken);
        return Keep(ProposalView.From(proposal, await images.GetCaptionAsync(proposal.ImageId, cancellationToken)));
    }

    /// <summary>Approves a proposal for whoever starts it.</summary>
    public async Task<ProposalView> ApproveAsync(string id, string by, CancellationToken cancellationToken)
    {
        switch (Get(id).Approval)
        {
            case ApprovalState.Refused:
                throw new WebException(409, "already_refused", $"The proposal '{id}' was refused", "plan the edit again");
            case ApprovalState.Needed:
                await editor.ApproveAsync(id, by, cancellationToken);
                break;
        }

        return Settle(id, isApproved: true, by);
    }

    /// <summary>Refuses a proposal, so that nobody can run it any more; one that was approved before stays approved.</summary>
    public async Task<ProposalView> RefuseAsync(string id, string by, CancellationToken cancellationToken)
    {
        if (Get(id).Approval == ApprovalState.Needed)
        {
            await editor.RefuseAsync(id, cancellationToken);
        }

        return Settle(id, isApproved: false, by);
    }

    /// <summary>Records a decision; the first one stands.</summary>
    public ProposalView Settle(string id, bool isApproved, string by)
    {
        lock (_gate)
        {
            var view = Get(id);
            return view.Approval != ApprovalState.Needed ? view
                : _views[id] = view with { Approval = isApproved ? ApprovalState.Given : ApprovalState.Refused, By = by };
        }
    }

    /// <summary>Throws unless a proposal may run.</summary>
    /// <exception cref="BelmException"><c>not_approved</c>: it was refused, or nobody has approved it yet.</exception>
    public void ThrowIfNotApproved(string id)
    {
        var view = Get(id);
        if (view.Approval == ApprovalState.Refused || (view.Approval == ApprovalState.Needed && options.Value.Approval != ApprovalMode.Automatic))
        {
            throw new BelmException(
                "not_approved", ErrorKind.Refused, $"The proposal '{id}' was not approved, so nothing was changed",
                $"approve it with 'POST api/v1/proposals/{id}/approve' and a key of the scope approve");
        }
    }
}
