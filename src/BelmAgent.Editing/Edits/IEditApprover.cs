namespace BelmAgent.Editing.Edits;

/// <summary>Asks a user, or a policy, whether a proposed edit may run.</summary>
/// <remarks>The default refuses: an app that cannot ask must configure automatic approval explicitly.</remarks>
public interface IEditApprover
{
    /// <summary>Gets the approver's name in the audit and in results, such as <c>terminal</c>.</summary>
    string Name => "approver";

    /// <summary>Decides on a proposal.</summary>
    /// <param name="proposal">The proposed edit.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <returns>True if the edit may run.</returns>
    ValueTask<bool> ApproveAsync(EditProposal proposal, CancellationToken cancellationToken);
}

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
