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
