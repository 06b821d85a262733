using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Edits;
using BelmAgent.Host.Terminal;

namespace BelmAgent.Host.Output;

/// <summary>The result of an edit, for the user.</summary>
internal static class EditFacts
{
    public static FactSheet Create(EditResult result, OutputFile output, OutputFile? beforeAfter = null)
    {
        var facts = new FactSheet()
            .Add("Saved", $"{output.Shown} ({result.ImageId}, from {result.ParentId})")
            .AddWhereKnown("", beforeAfter?.Shown);
        return AddMeasures(facts, result);
    }

    /// <summary>Adds the check, the measures and the cost.</summary>
    public static FactSheet AddMeasures(FactSheet facts, EditResult result)
    {
        var (check, measures) = (result.Check, result.Measures);
        facts.AddMarkup("Check", check.Passed switch
        {
            true => "[green]passed[/]",
            false => "[red]not seen in the image[/]",
            null => "could not be judged",
        });
        if (check.Passed == false)
        {
            facts.AddWhereKnown("  seen", check.Seen);
        }

        if (check.Collateral.Count > 0)
        {
            facts.Add("  also", $"changed without request: {string.Join(", ", check.Collateral.Select(head => head.Replace('_', ' ')))}");
        }

        if (check.Fault == EditFault.Damaged)
        {
            facts.Add("  but", "the image looks damaged: try fewer changes at once, or a lower --guidance");
        }

        foreach (var attempt in result.Attempts > 1 ? result.AttemptLog : [])
        {
            facts.Add("", AttemptLine.Create(attempt));
        }

        return facts
            .AddWhereKnown("Safety", SafetyFact.Describe(result.Flagged))
            .AddNotes(result.Notes)
            .Add("Kept", FormattableString.Invariant(
                $"{(measures.BackgroundPsnr > 0 ? FormattableString.Invariant($"background {measures.BackgroundPsnr:0.0} dB PSNR against the image as the model returns it, ") : "")}SSIM {measures.Ssim:0.000}, {measures.ChangedFraction:0.0%} of the pixels changed"))
            .AddCost(result.Seconds, result.Provider, result.UnetEvaluations);
    }
}

/// <summary>A line about one attempt at an edit.</summary>
internal static class AttemptLine
{
    public static string Create(EditAttempt attempt)
    {
        var change = attempt.Change is null ? "" : $" ({attempt.Change})";
        return $"Attempt {attempt.Number}{change}: {Verdict(attempt)}.";
    }

    private static string Verdict(EditAttempt attempt) => attempt.Check.Fault switch
    {
        EditFault.None => "good",
        EditFault.Damaged => "the image came out damaged",
        EditFault.Unchanged => "nothing changed",
        EditFault.NotSeen => $"not visible yet{(attempt.Check.Seen is { } seen ? $"; the check sees {PlainText.Line(seen)}" : "")}",
        _ => attempt.Check.Collateral is { Count: > 0 } also ? $"changed without request: {string.Join(", ", also.Select(head => head.Replace('_', ' ')))}" : "more changed than was requested",
    };
}
