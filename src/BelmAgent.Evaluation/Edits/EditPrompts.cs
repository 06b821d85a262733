namespace BelmAgent.Evaluation.Edits;

/// <summary>The two prompts for the edit of a pair.</summary>
/// <param name="Source">What the source shows.</param>
/// <param name="Target">What the result should show.</param>
public sealed record EditPrompts(string Source, string Target);
