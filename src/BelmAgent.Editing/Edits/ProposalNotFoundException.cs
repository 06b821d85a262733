namespace BelmAgent.Editing.Edits;

/// <summary>No proposal of that id waits to run.</summary>
/// <param name="proposalId">The id.</param>
public sealed class ProposalNotFoundException(string proposalId)
    : Exception($"No proposal {proposalId} waits to run: each runs once, so plan the edit again.")
{
    /// <summary>The id that was asked for.</summary>
    public string ProposalId { get; } = proposalId;
}
