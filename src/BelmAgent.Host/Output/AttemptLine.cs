using BelmAgent.Editing.Checks;
using BelmAgent.Host.Terminal;

namespace BelmAgent.Host.Output;

/// <summary>A line about one attempt at an edit.</summary>
internal static class AttemptLine
{
    public static string Of(EditAttempt attempt)
    {
        var change = attempt.Change is null ? "" : $" ({attempt.Change})";
        return $"Attempt {attempt.Number}{change}: {Verdict(attempt)}.";
    }

    private static string Verdict(EditAttempt attempt) => attempt.Check.Fault switch
    {
        EditFault.None => "good",
        EditFault.Damaged => "the picture came out damaged",
        EditFault.Unchanged => "nothing changed",
        EditFault.NotSeen => $"not there yet{(attempt.Check.Seen is { } seen ? $", the check sees {PlainText.Line(seen)}" : "")}",
        _ => attempt.Check.Collateral is { Count: > 0 } also ? $"changed unasked: {string.Join(", ", also.Select(head => head.Replace('_', ' ')))}" : "more changed than was asked for",
    };
}
