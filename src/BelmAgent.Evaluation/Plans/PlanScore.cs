using BelmAgent.Editing.Plans;
using BelmAgent.Planning;
using BelmAgent.Planning.Soundness;

namespace BelmAgent.Evaluation.Plans;

/// <summary>The comparison of a planner's answer to an instruction with the annotator's.</summary>
/// <remarks>Immutable and safe to share.</remarks>
public sealed record PlanScore
{
    private PlanScore(PlanInstruction instruction, PlanningOutcome outcome)
    {
        (Instruction, Outcome) = (instruction, outcome);
        if (outcome.Plan is not { } plan)
        {
            return;
        }

        var right = instruction.IsQuestionRight ? Enumerable.Empty<string>() : instruction.Also.Prepend(instruction.EditingPrompt);
        IsEqual = right.Any(target => PromptWords.AreEqual(plan.TargetPrompt, target));
        IsEquivalent = IsEqual || right.Any(target => PromptWords.AreEquivalent(plan.TargetPrompt, target));
        Faults = [.. PlanFaults.Find(instruction.Caption, instruction.Instruction, plan.TargetPrompt)
            .Where(fault => fault.Kind is PlanFaultKind.Aside or PlanFaultKind.Grammar or PlanFaultKind.Contradiction).Select(fault => fault.Words)];
        // What the annotator left out is not lost.
        Lost = IsEqual ? [] : LostWords.Find(instruction.Caption, instruction.Instruction, plan.TargetPrompt);
        IsKindRight = plan.EditType == instruction.Kind;
    }

    /// <summary>Gets the instruction.</summary>
    public PlanInstruction Instruction { get; }

    /// <summary>Gets the planner's answer.</summary>
    public PlanningOutcome Outcome { get; }

    /// <summary>Gets whether the target prompt equals the annotator's.</summary>
    public bool IsEqual { get; }

    /// <summary>Gets whether the target prompt is equivalent to the annotator's; true if it is equal.</summary>
    public bool IsEquivalent { get; }

    /// <summary>Gets what the plan lost without being asked to; empty if there is no plan.</summary>
    public IReadOnlyList<string> Lost { get; } = [];

    /// <summary>Gets whether nothing is lost; a question loses nothing.</summary>
    public bool IsKept => Lost.Count == 0;

    /// <summary>
    /// Gets what makes the target prompt unsound: words of the request that belong to no picture, words that cannot follow each other, or
    /// words that contradict each other; empty if there is no plan.
    /// </summary>
    public IReadOnlyList<string> Faults { get; } = [];

    /// <summary>Gets whether the target prompt is a sentence without contradictions; a question is sound.</summary>
    public bool IsSound => Faults.Count == 0;

    /// <summary>Gets whether the answer is right: an equivalent target prompt, or a question where that is right.</summary>
    public bool IsRight => Instruction.IsQuestionRight ? IsAsked : IsEquivalent;

    /// <summary>Gets whether the kind counts: PIE-Bench's kind 0 contains instructions of all the others.</summary>
    public bool HasKind => Instruction.Kind != EditType.Random;

    /// <summary>Gets whether the plan's kind is the instruction's; false for a question.</summary>
    public bool IsKindRight { get; }

    /// <summary>Gets whether the planner asked a question, which is a miss in all but <see cref="IsKept"/>.</summary>
    public bool IsAsked => !Outcome.IsPlanned;

    /// <summary>Compares an answer.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <param name="outcome">The planner's answer to it.</param>
    public static PlanScore Create(PlanInstruction instruction, PlanningOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(instruction);
        ArgumentNullException.ThrowIfNull(outcome);
        return new(instruction, outcome);
    }
}
