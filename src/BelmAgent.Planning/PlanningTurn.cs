using BelmAgent.Editing.Plans;

namespace BelmAgent.Planning;

/// <summary>An earlier request about a picture and what came of it, so that "it", "the other one" and "more" can be understood.</summary>
/// <remarks>Immutable and safe to share.</remarks>
/// <param name="Request">The person's words.</param>
public sealed record PlanningTurn(string Request)
{
    /// <summary>What the picture showed when this was said. Null: not known.</summary>
    public string? Caption { get; init; }

    /// <summary>Gets the question that was put back to the person, who may be answering it now. Null: there was none.</summary>
    public string? Question { get; init; }

    /// <summary>Gets the plan that ran, with every setting filled in. Null: none did.</summary>
    public EditPlan? Plan { get; init; }
}
