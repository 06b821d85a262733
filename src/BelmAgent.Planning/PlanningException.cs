namespace BelmAgent.Planning;

/// <summary>A language model answered, but not with a usable plan.</summary>
/// <param name="problem">What was wrong with its last answer, in one sentence.</param>
/// <param name="answer">The last answer; may hold the person's words, so do not log it.</param>
public sealed class PlanningException(string problem, string answer)
    : Exception($"The language model gave no usable plan: {problem}")
{
    /// <summary>What was wrong with the last answer.</summary>
    public string Problem { get; } = problem;

    /// <summary>The last answer.</summary>
    public string Answer { get; } = answer;
}
