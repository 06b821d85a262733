using BelmAgent.Editing.Plans;

namespace BelmAgent.Planning;

/// <summary>An earlier request about a picture and its result, so that "it", "the other one" and "more" can be interpreted.</summary>
/// <remarks>Immutable and safe to share.</remarks>
/// <param name="Request">The user's words.</param>
public sealed record PlanningTurn(string Request)
{
    /// <summary>Gets what the picture showed at that time. Null: unknown.</summary>
    public string? Caption { get; init; }

    /// <summary>Gets the question to the user, who may be answering it now. Null: none.</summary>
    public string? Question { get; init; }

    /// <summary>Gets the plan that ran, with every setting filled in. Null: none.</summary>
    public EditPlan? Plan { get; init; }
}
