namespace BelmAgent.Editing.Edits;

/// <summary>Asks a person, or a policy, whether a proposed edit may run.</summary>
/// <remarks>The default refuses: an app that has no way to ask must configure automatic approval on purpose.</remarks>
public interface IEditApprover
{
    /// <summary>Whose word it is, as the audit and the result name it, such as <c>terminal</c>.</summary>
    string Name => "approver";

    /// <summary>Decides on one proposal.</summary>
    /// <param name="proposal">What would run.</param>
    /// <param name="cancellationToken">Stops the question.</param>
    /// <returns>True when the edit may run.</returns>
    ValueTask<bool> ApproveAsync(EditProposal proposal, CancellationToken cancellationToken);
}

/// <summary>Approves nothing: it stands in for the approver that an app has not registered.</summary>
public sealed class RefusingApprover : IEditApprover
{
    /// <inheritdoc/>
    public ValueTask<bool> ApproveAsync(EditProposal proposal, CancellationToken cancellationToken) => ValueTask.FromResult(false);

    /// <summary>Creates the failure of an edit that had no approver to ask.</summary>
    internal static BelmException Refusal() => EditErrors.NotApproved(
        "No approver is registered, so the edit was refused and nothing was changed",
        "register one with services.AddBelmApprover(…), or let every edit run with services.AddBelmAutomaticApproval() or Belm:Editing:Approval=Automatic");
}
