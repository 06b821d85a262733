using BelmAgent.Editing.Plans;

namespace BelmAgent.Plugins.Planning.Llm;

/// <summary>What a language model answered: a target prompt or a question.</summary>
internal sealed record PlanAnswer(string? TargetPrompt, string? Question, EditType Type, string Reason, IReadOnlyList<string> Notes)
{
    /// <summary>Gets whether the plan takes the place of the last edit instead of going on from it.</summary>
    public bool RevisesLast { get; init; }
}
