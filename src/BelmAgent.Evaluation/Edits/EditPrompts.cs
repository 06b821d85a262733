namespace BelmAgent.Evaluation.Edits;

/// <summary>The two prompts for the edit of a pair.</summary>
/// <param name="Source">The prompt that describes the source.</param>
/// <param name="Target">The prompt for the result.</param>
public sealed record EditPrompts(string Source, string Target);
