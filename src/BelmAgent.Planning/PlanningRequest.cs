using BelmAgent.Editing.Plans;

namespace BelmAgent.Planning;

/// <summary>The input of a planner: the user's words and what the picture shows.</summary>
/// <param name="Request">The user's words, such as "make the car blue".</param>
/// <param name="Caption">The caption of the picture; becomes the plan's source prompt verbatim.</param>
public sealed record PlanningRequest(string Request, string Caption)
{
    /// <summary>
    /// Gets the earlier requests about this picture, oldest first; the last one led to the current picture or to an open question.
    /// Default: none.
    /// </summary>
    public IReadOnlyList<PlanningTurn> History { get; init; } = [];
}

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
