namespace BelmAgent.Editing.Edits;

/// <summary>Failures of proposing, approving and undoing that need no type of their own.</summary>
public static class EditErrors
{
    /// <summary>Creates <c>not_approved</c>: a proposed edit was not approved, so nothing ran.</summary>
    public static BelmException NotApproved() => NotApproved(
        "The edit was not approved, so nothing was changed",
        "ask the user before you propose it again; in belm, answer y, or pass --yes to run without a question");

    /// <summary>Creates <c>proposal_not_found</c>: no proposal of that id waits to run.</summary>
    /// <param name="proposalId">The id that was asked for.</param>
    public static BelmException ProposalNotFound(string proposalId) =>
        new("proposal_not_found", ErrorKind.NotFound, $"There is no proposal '{proposalId}' to run", "each proposal runs once, so call plan_edit again");

    /// <summary>Creates <c>nothing_to_undo</c>: a picture was not made by an edit, so there is nothing before it.</summary>
    /// <param name="imageId">The picture.</param>
    public static BelmException NothingToUndo(string imageId) =>
        new("nothing_to_undo", ErrorKind.InvalidInput, $"{imageId} has no earlier version", "there is no edit to undo") { MayRetry = false };

    internal static BelmException NotApproved(string problem, string remedy) => new("not_approved", ErrorKind.Refused, problem, remedy);
}
