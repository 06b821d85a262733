namespace BelmAgent.Host.Output;

/// <summary>The result of the model's safety checker, for the user.</summary>
internal static class SafetyFact
{
    /// <summary>Returns a sentence if a picture is flagged; null if it is not, or if there is no checker.</summary>
    public static string? Of(bool? flagged) => flagged == true ? "the model's safety checker flags this picture; it was not changed" : null;
}
