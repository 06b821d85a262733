using BelmAgent.Editing.Plans;

namespace BelmAgent.Plugins.Planning.Llm;

/// <summary>A language model's answer: a target prompt or a question.</summary>
internal sealed record PlanAnswer(string? TargetPrompt, string? Question, EditType Type, string Reason, IReadOnlyList<string> Notes)
{
    /// <summary>Gets whether the plan replaces the last edit instead of continuing from it.</summary>
    public bool RevisesLast { get; init; }
}
