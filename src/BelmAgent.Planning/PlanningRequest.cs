namespace BelmAgent.Planning;

/// <summary>The input of a planner: the user's words and what the picture shows.</summary>
/// <param name="Request">The user's words, such as "make the car blue".</param>
/// <param name="Caption">What the picture shows now; becomes the plan's source prompt verbatim.</param>
public sealed record PlanningRequest(string Request, string Caption)
{
    /// <summary>
    /// Gets the earlier requests about this picture, oldest first; the last one led to the current picture or to an open question.
    /// Default: none.
    /// </summary>
    public IReadOnlyList<PlanningTurn> History { get; init; } = [];
}
