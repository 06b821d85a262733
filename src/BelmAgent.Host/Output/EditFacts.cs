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
        var check = result.Check;
        facts
            .AddMarkup("Check", CheckWords.Markup(check))
            .AddWhereKnown("Seen", check.Seen)
            .AddWhereKnown("Reason", check.Reason)
            .AddWhereKnown("Also", CheckWords.Changes(check));
        if (check.Fault == EditFault.Damaged)
        {
            facts.Add("Try", "fewer changes at once, or a lower --guidance");
        }

        foreach (var attempt in result.Attempts > 1 ? result.AttemptLog : [])
        {
            facts.Add("", AttemptLine.Create(attempt));
        }

        return facts
            .AddWhereKnown("Safety", SafetyFact.Describe(result.Flagged))
            .AddNotes(result.Notes)
            .Add("Kept", Kept(result))
            .AddCost(result.Seconds, result.Provider, result.UnetEvaluations);
    }

    private static string Kept(EditResult result)
    {
        var measures = result.Measures;
        var against = result.Plan.Frame?.Compose == false ? " against the image as the model returns it" : "";
        var background = measures.BackgroundPsnr >= PictureComparison.Equal ? $"background the same{against}, "
            : measures.BackgroundPsnr > 0 ? FormattableString.Invariant($"background {measures.BackgroundPsnr:0.0} dB PSNR{against}, ") : "";
        return FormattableString.Invariant(
            $"{measures.KeptFraction:0.0%} of the pixels to the bit, {background}SSIM {measures.Ssim:0.000}, {measures.ChangedFraction:0.0%} changed visibly");
    }
}

/// <summary>A line about one attempt at an edit.</summary>
internal static class AttemptLine
{
    public static string Create(EditAttempt attempt)
    {
        var change = attempt.Change is null ? "" : $" ({attempt.Change})";
        return $"Attempt {attempt.Number}{change}: {Verdict(attempt.Check)}.";
    }

    private static string Verdict(EditCheck check) => check switch
    {
        { Fault: EditFault.Damaged } => "the image came out damaged",
        { Fault: EditFault.Unchanged } => "hardly anything changed",
        { Result: EditOutcome.Failed } => $"not visible yet{(check.Seen is { } seen ? $"; the check sees {PlainText.Line(seen)}" : "")}",
        { Result: EditOutcome.Passed } => "passed",
        { Changes: { Count: > 0 } changes } => $"changed without request: {PlainText.Line(string.Join("; ", changes))}",
        { Fault: EditFault.Collateral } => CheckWords.TooMuch,
        _ => "not checked",
    };
}

/// <summary>The outcome of a check in words.</summary>
internal static class CheckWords
{
    public const string TooMuch = "more of the image changed than such a request needs";

    /// <summary>Returns the outcome, as markup.</summary>
    public static string Markup(EditCheck check) => check.Result switch
    {
        EditOutcome.Passed => "[green]passed[/]",
        EditOutcome.PassedWithChanges => "[yellow]passed with changes[/]",
        EditOutcome.NotChecked => "not checked: nothing on this machine can judge this image",
        _ => $"[red]failed[/]: {Failure(check.Fault)}",
    };

    /// <summary>Returns what changed without being requested; null for nothing that is known.</summary>
    public static string? Changes(EditCheck check) => check switch
    {
        { Changes: { Count: > 0 } changes } => string.Join("; ", changes),
        { Fault: EditFault.Collateral } => TooMuch,
        _ => null,
    };

    private static string Failure(EditFault fault) => fault switch
    {
        EditFault.Damaged => "the image looks damaged",
        EditFault.Unchanged => "hardly anything changed",
        _ => "the requested change is not seen",
    };
}
