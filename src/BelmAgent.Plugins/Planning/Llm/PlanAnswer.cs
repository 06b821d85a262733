using BelmAgent.Editing.Plans;

namespace BelmAgent.Plugins.Planning.Llm;

/// <summary>What a language model answered: a target prompt or a question.</summary>
internal sealed record PlanAnswer(string? TargetPrompt, string? Question, EditType Type, string Reason, IReadOnlyList<string> Notes);
