using BelmAgent.Editing.Plans;

namespace BelmAgent.Planning.Soundness;

/// <summary>Questions to ask instead of running an unsound plan.</summary>
internal static class FaultQuestions
{
    private const string Remedy = "Say it as one plain change, like \"make the car blue\" or \"replace the dog with a cat\".";

    /// <summary>Returns the question for a fault.</summary>
    public static string For(PlanFault fault, EditPlan plan) => fault.Kind switch
    {
        PlanFaultKind.Unplaced => $"What should happen with \"{fault.Words}\"? {Remedy}",
        PlanFaultKind.Lost => $"Should \"{fault.Words}\" go as well? The caption says \"{plan.SourcePrompt}\". {Remedy}",
        PlanFaultKind.Contradiction => $"That would leave both \"{fault.Words.Replace(" ", "\" and \"", StringComparison.Ordinal)}\" in the picture. Which should stay?",
        _ => Unclear(plan.SourcePrompt),
    };

    /// <summary>Returns the question for a request that says no change.</summary>
    public static string Unclear(string caption) => $"I cannot tell what should change in \"{caption}\". {Remedy}";
}
