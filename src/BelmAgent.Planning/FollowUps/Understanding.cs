using BelmAgent.Planning.Captions;
using BelmAgent.Planning.Requests;

namespace BelmAgent.Planning.FollowUps;

/// <summary>The meaning of a user's words in the context of earlier turns.</summary>
/// <param name="Caption">The caption to change: the current one, or the one before the last edit.</param>
/// <param name="Changes">The changes; empty if nothing was understood.</param>
internal sealed record Understanding(ICaption Caption, IReadOnlyList<Change> Changes)
{
    /// <summary>Gets whether the last edit is to be undone first.</summary>
    public bool RevisesLast { get; init; }

    /// <summary>Gets the question to ask first; null if there is none.</summary>
    public PlanningOutcome? Question { get; init; }

    /// <summary>Returns the same, with a question instead of changes.</summary>
    public Understanding Ask(string question, string reason) => this with { Changes = [], Question = PlanningOutcome.Ask(question, reason) };
}
