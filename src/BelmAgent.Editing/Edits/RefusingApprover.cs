namespace BelmAgent.Editing.Edits;

/// <summary>Approves nothing; used if an app has not registered an approver.</summary>
public sealed class RefusingApprover : IEditApprover
{
    /// <inheritdoc/>
    public ValueTask<bool> ApproveAsync(EditProposal proposal, CancellationToken cancellationToken) => ValueTask.FromResult(false);

    /// <summary>Creates the failure of an edit that had no approver to ask.</summary>
    internal static BelmException Refusal() => EditErrors.NotApproved(
        "No approver is registered, so the edit was refused and nothing was changed",
        "register one with services.AddBelmApprover(…), or let every edit run with services.AddBelmAutomaticApproval() or Belm:Editing:Approval=Automatic");
}
