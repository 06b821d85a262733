namespace BelmAgent.Host.Output;

/// <summary>What the model's safety checker says, for a person.</summary>
internal static class SafetyFact
{
    /// <summary>Returns a sentence where a picture is flagged; null where it is not, or where there is no checker.</summary>
    public static string? Of(bool? flagged) => flagged == true ? "the model's safety checker flags this picture; it was not changed" : null;
}
