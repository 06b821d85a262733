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

    /// <summary>Returns the move after a call.</summary>
    /// <param name="turn">The last call.</param>
    /// <param name="looks">How often a running edit was queried in this turn.</param>
    public static Move After(ToolTurn turn, int looks = 0)
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
                Move.Say($"{(undone.IsBack == true ? "Back to" : "Now at")} {undone.ImageId}{(undone.Caption is { } caption ? $", which shows {caption}" : "")}.")),
            _ when turn.Is("describe_image") => To<DescribeImageResult>(described => Move.Say(described.Caption is { } caption
                ? $"{described.ImageId} shows {caption}."
                : $"The model cannot tell what {described.ImageId} shows; describe it in a few words.")),
            _ when turn.Is("compare_images") => To<CompareImagesResult>(Compared),
            _ when turn.Is("invert_image") => To<InvertImageResult>(inverted => Move.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"Inverted as {inverted.InversionId}; the reconstruction differs by {inverted.LatentMse:0.0e+0} in latent space."))),
            _ when turn.Is("list_history") => To<ListHistoryResult>(History),
            _ => Move.Say($"{turn.Result}"),
        };

        Move To<T>(Func<T, Move> reply)
            where T : BelmResult => turn.Read<T>() is { } result
            ? reply(result)
            : Move.Say("Something went wrong there, and nothing was changed. Try it again, or look at the app's log.");
    }

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
        EditJobState.Cancelled when edit.ImageId is null => Move.Say("Stopped. Nothing was changed."),
        EditJobState.Cancelled => Move.Say($"Stopped. {Edited(edit)}"),
        _ => Move.Say(Edited(edit)),
    };

    private static Move Generated(GenerateImageResult made)
    {
        var seen = made.Seen is { } caption && caption != made.Prompt ? $" It shows: {caption}." : "";
        return Move.Say($"Here is {made.ImageId}: {made.Prompt}.{seen}");
    }

    private static string Edited(EditImageResult edit)
    {
        var kept = edit.Measures?.BackgroundPsnr is > 0 and var psnr
            ? string.Create(CultureInfo.InvariantCulture, $" The rest is unchanged ({psnr:0.#} dB PSNR).")
            : "";
        return edit.Check?.Passed != false
            ? $"Done: {edit.ParentId} was edited, and {edit.ImageId} now shows {edit.TargetPrompt}.{Verdict(edit)}{Attempts(edit)}{kept} {edit.ParentId} is kept."
            : $"This did not work out: {edit.ImageId}, made from {edit.ParentId}, should show {edit.TargetPrompt}, but the check sees {edit.Check.Seen}.{Attempts(edit)} \"undo\" goes back.";
    }

    private static string Verdict(EditImageResult edit)
    {
        var also = edit.Check?.Collateral is { Count: > 0 } changed
            ? $" Also changed without request: {string.Join(", ", changed.Select(head => head.Replace('_', ' ')))}."
            : "";
        var broken = edit.Check?.Fault == EditFault.Damaged ? " The image looks damaged." : "";
        var passed = edit.Check?.Passed == true ? " The check found the requested change." : "";
        return passed + also + broken;
    }

    private static string Attempts(EditImageResult edit) => edit is { Attempts: >= 2, AttemptLog: { } log }
        ? $" It took {edit.Attempts} attempts ({string.Join("; ", log.Select(attempt => attempt.Change).OfType<string>())}), and this is the best of them."
        : "";

    private static Move Compared(CompareImagesResult compared) => Move.Say(string.Create(
        CultureInfo.InvariantCulture,
        $"{compared.ImageId} and {compared.OtherImageId} differ in {compared.Measures?.ChangedFraction:0.0%} of the pixels{(compared.Measures?.BackgroundPsnr is > 0 and var psnr ? string.Create(CultureInfo.InvariantCulture, $"; the rest is unchanged ({psnr:0.#} dB PSNR)") : "")} (SSIM {compared.Measures?.Ssim:0.000} in all)."));

    private static Move History(ListHistoryResult history) => Move.Say(history.Images is { Count: > 0 } images
        ? string.Join('\n', images.Select(image =>
            $"{image.ImageId} ({JsonNamingPolicy.SnakeCaseLower.ConvertName(image.Kind.ToString())}){(image.Caption is { } caption ? $": {caption}" : "")}"))
        : "There are no images yet.");
}
