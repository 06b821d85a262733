namespace BelmAgent.Planning;

/// <summary>What a planner is given: the person's words and what the picture shows.</summary>
/// <param name="Request">The person's words, such as "make the car blue".</param>
/// <param name="Caption">What the picture shows now; becomes the plan's source prompt word for word.</param>
public sealed record PlanningRequest(string Request, string Caption)
{
    /// <summary>
    /// Gets the earlier requests about this picture, oldest first; the last one led to the picture as it is now, or to a question that
    /// is open. Default: none.
    /// </summary>
    public IReadOnlyList<PlanningTurn> History { get; init; } = [];
}
