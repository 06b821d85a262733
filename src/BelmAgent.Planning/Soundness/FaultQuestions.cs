namespace BelmAgent.Planning.Soundness;

/// <summary>Questions to ask instead of running an unsound plan.</summary>
internal static class FaultQuestions
{
    private const string Remedy = "Say it as one plain change, like \"make the car blue\" or \"replace the dog with a cat\".";

    /// <summary>Returns the question for a request that says no change.</summary>
    public static string Unclear(string caption) => $"I cannot tell what should change in \"{caption}\". {Remedy}";
}
