namespace BelmAgent.Plugins.Answers.ToolCalls;

/// <summary>Ids of calls that came without a usable one.</summary>
internal static class CallId
{
    // Mistral's templates require ids of exactly this many letters and digits.
    private const int Length = 9;

    /// <summary>Creates an id.</summary>
    public static string New() => Guid.NewGuid().ToString("N")[..Length];
}
