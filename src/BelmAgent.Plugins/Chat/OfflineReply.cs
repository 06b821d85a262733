using System.Globalization;
using System.Text.Json;
using BelmAgent.Editing;
using BelmAgent.Editing.Checks;
using BelmAgent.Planning.Conversations;
using BelmAgent.Plugins.Results;

namespace BelmAgent.Plugins.Chat;

/// <summary>Determines what follows a tool's result: the next call of the same task, or a message for the user.</summary>
internal static class OfflineReply
{
    // A running edit is waited for as often as a turn allows; then the user is told how to ask.
    private const int MaxLooks = 5;
    private const string NotChecked = "The edit ran, but nothing here can tell whether the image shows what you asked for.";

    /// <summary>Returns the move after a call.</summary>
    /// <param name="turn">The last call.</param>
    /// <param name="name">Returns the name of an image by its id: its number, as the user knows it.</param>
    /// <param name="looks">How often a running edit was queried in this turn.</param>
    public static Move After(ToolTurn turn, Func<string?, string?> name, int looks = 0)
    {
        if (turn.Error is { } error)
        {
            // The message and its remedy are for a language model; this is for the user who declined.
            return Move.Say(error.Code == "not_approved" ? "The edit was not approved, so nothing was changed." : $"{error.Message} {error.Remedy}".Trim());
        }

        return turn switch
        {
            _ when turn.Is("plan_edit") => To<PlanEditResult>(Planned),
            _ when turn.Is("edit_image") || turn.IsJob => To<EditImageResult>(edit => Ran(edit, looks)),
            _ when turn.Is("generate_image") => To<GenerateImageResult>(Generated),
            _ when turn.Is("undo_edit") => To<UndoEditResult>(undone =>
                Move.Say($"{(undone.IsBack == true ? "Back to" : "Now at")} {name(undone.ImageId)}{(undone.Caption is { } caption ? $", which {Shows(undone.Confidence)} {caption}" : "")}.")),
            _ when turn.Is("describe_image") => To<DescribeImageResult>(described => Move.Say(described.Caption is { } caption
                ? described.Confidence is null ? $"Nothing here can look at {name(described.ImageId)}; it should show {caption}." : $"In {name(described.ImageId)} I see {caption}."
                : $"The model cannot tell what {name(described.ImageId)} shows; describe it in a few words.")),
            _ when turn.Is("compare_images") => To<CompareImagesResult>(compared => Compared(compared, name)),
            _ when turn.Is("invert_image") => To<InvertImageResult>(inverted => Move.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"Inverted as {inverted.InversionId}; the reconstruction differs by {inverted.LatentMse:0.0e+0} in latent space."))),
            _ when turn.Is("list_history") => To<ListHistoryResult>(history => History(history, name)),
            _ => Move.Say($"{turn.Result}"),
        };

        Move To<T>(Func<T, Move> reply)
            where T : BelmResult => turn.Read<T>() is { } result
            ? reply(result)
            : Move.Say("Something went wrong there, and nothing was changed. Try it again, or look at the app's log.");
    }

    /// <summary>Returns what an edit that has ended came to.</summary>
    public static string Describe(EditImageResult edit) => edit switch
    {
        { Status: EditJobState.Cancelled, ImageId: null } => "Stopped. Nothing was changed.",
        { Status: EditJobState.Cancelled } => $"Stopped. {Edited(edit)}",
        _ => Edited(edit),
    };

    private static Move Planned(PlanEditResult plan) =>
        plan.ProposalId is { } proposal
            ? Move.Call("edit_image", ("proposal_id", proposal))
            : Move.Say(plan.Question ?? "The edit could not be planned. Rephrase the request.");

    private static Move Ran(EditImageResult edit, int looks) => edit.Status switch
    {
        EditJobState.Running or EditJobState.Queued when looks < MaxLooks => Move.Call("get_job", ("job_id", edit.JobId)),
        EditJobState.Running or EditJobState.Queued => Move.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"The edit is still running: {edit.Progress:0%} of this attempt is done. Ask \"how far is it?\", or say \"stop\" ({edit.JobId}).")),
        _ => Move.Say(Describe(edit)),
    };

    private static Move Generated(GenerateImageResult made) => Move.Say(
        made.Seen is { } seen ? $"Here it is. I see: {seen}." : $"Here it is. It should show {made.Prompt}, but nothing here can tell whether it does.");

    // Without a describer, a caption says what was requested.
    private static string Shows(double? confidence) => confidence is null ? "should show" : "shows";

    // Only what was seen is told as seen: the plan's target is what the image should show.
    private static string Edited(EditImageResult edit)
    {
        var check = edit.Check!;
        var verdict = check.Result switch
        {
            EditOutcome.Passed => "Done.",
            EditOutcome.PassedWithChanges => $"Done, but more changed than you asked for: {string.Join("; ", check.Changes ?? [])}.",
            EditOutcome.NotChecked when check.Fault == EditFault.Collateral => $"{NotChecked} More of it changed than such a request needs.",
            EditOutcome.NotChecked => NotChecked,
            _ => $"This did not work out: {Failure(check.Fault)}.",
        };
        var seen = check.Seen is { } caption ? $" I see: {caption.TrimEnd('.')}." : "";
        var way = check.Result is EditOutcome.Passed ? Rest(edit) : " \"undo\" goes back.";
        return $"{verdict}{seen}{Attempts(edit)}{way}";
    }

    private static string Failure(EditFault fault) => fault switch
    {
        EditFault.Damaged => "the image looks damaged",
        EditFault.Unchanged => "hardly anything changed",
        _ => "what you asked for is not there",
    };

    // Said only if somebody has looked at the rest and found it as it was.
    private static string Rest(EditImageResult edit) => edit switch
    {
        { Check.Changes: not { Count: 0 } } => "",
        { Measures.BackgroundPsnr: >= PictureComparison.Equal } => " The rest is as it was.",
        { Measures.BackgroundPsnr: > 0 and var psnr } => string.Create(CultureInfo.InvariantCulture, $" The rest is as it was ({psnr:0.#} dB PSNR)."),
        _ => " The rest is as it was.",
    };

    private static string Attempts(EditImageResult edit) => edit is { Attempts: >= 2, AttemptLog: { } log }
        ? $" It took {edit.Attempts} attempts ({string.Join("; ", log.Select(attempt => attempt.Change).OfType<string>())}), and this is the best of them."
        : "";

    private static Move Compared(CompareImagesResult compared, Func<string?, string?> name)
    {
        var rest = compared.Measures?.BackgroundPsnr is > 0 and var psnr ? string.Create(CultureInfo.InvariantCulture, $"; the other pixels agree to {psnr:0.#} dB PSNR") : "";
        return Move.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Between {name(compared.ImageId)} and {name(compared.OtherImageId)}, {compared.Measures?.ChangedFraction:0.0%} of the pixels differ{rest} (SSIM {compared.Measures?.Ssim:0.000} in all)."));
    }

    private static Move History(ListHistoryResult history, Func<string?, string?> name) => Move.Say(history.Images is { Count: > 0 } images
        ? string.Join('\n', images.Select(image =>
            $"{name(image.ImageId)} ({JsonNamingPolicy.SnakeCaseLower.ConvertName(image.Kind.ToString())}){(image.Caption is { } caption ? $": {caption}" : "")}"))
        : "There are no images yet.");
}
