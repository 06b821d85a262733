using BelmAgent.Planning.Captions;
using BelmAgent.Planning.Requests;

namespace BelmAgent.Planning.FollowUps;

/// <summary>What a person's words ask for, with what was said before.</summary>
/// <param name="Caption">Where the changes go: the picture as it is, or as it was before the last edit.</param>
/// <param name="Changes">The changes; empty when nothing was understood.</param>
internal sealed record Understanding(ICaption Caption, IReadOnlyList<Change> Changes)
{
    /// <summary>Gets whether the last edit is to be taken back for this.</summary>
    public bool RevisesLast { get; init; }

    /// <summary>What must be asked first; null when nothing.</summary>
    public PlanningOutcome? Question { get; init; }

    /// <summary>Returns the same, with a question instead of changes.</summary>
    public Understanding Ask(string question, string reason) => this with { Changes = [], Question = PlanningOutcome.Ask(question, reason) };
}
