namespace BelmAgent.Editing.Edits;

/// <summary>A proposed edit was not approved, so nothing ran.</summary>
/// <param name="proposalId">The proposal.</param>
/// <param name="message">One sentence with the remedy.</param>
public sealed class EditRefusedException(string proposalId, string message) : Exception(message)
{
    /// <summary>The proposal that was not approved.</summary>
    public string ProposalId { get; } = proposalId;
}
