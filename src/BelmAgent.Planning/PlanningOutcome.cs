using System.Diagnostics.CodeAnalysis;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Planning;

/// <summary>Either a plan or a question for the user, never both.</summary>
public sealed record PlanningOutcome
{
    private PlanningOutcome(EditPlan? plan, string? question, string reason, IReadOnlyList<string> notes)
    {
        Plan = plan;
        Question = question;
        Reason = reason;
        Notes = notes;
    }

    /// <summary>Gets the plan; null if there is a question.</summary>
    public EditPlan? Plan { get; }

    /// <summary>Gets the question; null if there is a plan.</summary>
    public string? Question { get; }

    /// <summary>Gets the reason in one line: what the plan changes, or why the question is necessary.</summary>
    public string Reason { get; }

    /// <summary>Gets further notes for the user, such as a sun that disappears because the new sky has none.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>
    /// Gets whether the plan replaces the last edit ("no, the other one", "more") instead of continuing from it: it is a plan for the
    /// picture before that edit. Default: false.
    /// </summary>
    public bool RevisesLast { get; init; }

    /// <summary>Gets whether there is a plan.</summary>
    [MemberNotNullWhen(true, nameof(Plan))]
    [MemberNotNullWhen(false, nameof(Question))]
    public bool IsPlanned => Plan is not null;

    /// <summary>Creates an outcome with a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="reason">The change in words.</param>
    /// <param name="notes">Further notes for the user.</param>
    /// <returns>The outcome.</returns>
    public static PlanningOutcome Planned(EditPlan plan, string reason, IReadOnlyList<string>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new(plan, null, reason, notes ?? []);
    }

    /// <summary>Creates an outcome with a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="reason">Why the question is necessary.</param>
    /// <returns>The outcome.</returns>
    public static PlanningOutcome Ask(string question, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(question);
        return new(null, question, reason, []);
    }

    /// <summary>Creates the failure <c>request_unclear</c> of a question where there is nobody to ask; nothing was changed.</summary>
    /// <exception cref="InvalidOperationException">There is a plan.</exception>
    public BelmException ToFailure() => new(
        "request_unclear",
        ErrorKind.InvalidInput,
        Question ?? throw new InvalidOperationException("There is a plan, so nothing was asked."),
        "say so in the request, or give the caption or the target prompt");
}
