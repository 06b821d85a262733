namespace BelmAgent.Plugins.ImageGeneration;

/// <summary>The planner cannot place a request without asking, and there is nobody to ask. Nothing was changed.</summary>
/// <param name="question">What the user would have to say first.</param>
/// <param name="reason">What made the question necessary.</param>
public sealed class PlanQuestionException(string question, string reason)
    : Exception($"{question} Say so in the prompt, or give Caption or TargetPrompt in BelmImageSettings.")
{
    /// <summary>What the user would have to say first.</summary>
    public string Question { get; } = question;

    /// <summary>What made the question necessary.</summary>
    public string Reason { get; } = reason;
}
