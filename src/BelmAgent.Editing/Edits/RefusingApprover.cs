namespace BelmAgent.Editing.Edits;

/// <summary>Approves nothing: what stands where an app has no way to ask a person.</summary>
public sealed class RefusingApprover : IEditApprover
{
    /// <inheritdoc/>
    public ValueTask<bool> ApproveAsync(EditProposal proposal, CancellationToken cancellationToken) => ValueTask.FromResult(false);
}
