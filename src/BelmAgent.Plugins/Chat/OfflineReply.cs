using System.Globalization;
using System.Text.Json;

namespace BelmAgent.Plugins.Chat;

/// <summary>Determines what follows a tool's result: the next call of the same task, or a message for the user.</summary>
internal static class OfflineReply
{
    // A running edit is waited for as often as a turn allows; then the user is told how to ask.
    private const int MostLooks = 5;

    /// <summary>Returns the move after a call.</summary>
    /// <param name="turn">The last call.</param>
    /// <param name="looks">How often a running edit was queried in this turn.</param>
    public static OfflineMove After(ToolTurn turn, int looks = 0)
    {
        if (turn.Text("error", "code") == "not_approved")
        {
            // The message and its remedy are for a language model; this is for the user who declined.
            return OfflineMove.Say("The edit was not approved, so nothing was changed.");
        }

        if (turn.Text("error", "message") is { } error)
        {
            return OfflineMove.Say($"{error} {turn.Text("error", "remedy")}".Trim());
        }

        if (turn.Result.ValueKind != JsonValueKind.Object)
        {
            return OfflineMove.Say("Something went wrong there, and nothing was changed. Try it again, or look at the app's log.");
        }

        return turn switch
        {
            _ when turn.Is("plan_edit") => Planned(turn),
            _ when turn.Is("edit_image") || turn.Is("get_job") || turn.Is("cancel_job") => Ran(turn, looks),
            _ when turn.Is("generate_image") => OfflineMove.Say(Generated(turn)),
            _ when turn.Is("undo_edit") => OfflineMove.Say($"{(turn.Find("is_back")?.ValueKind == JsonValueKind.True ? "Back to" : "Now at")} {turn.Text("image_id")}{Showing(turn)}."),
            _ when turn.Is("describe_image") => OfflineMove.Say(turn.Text("caption") is { } caption
                ? $"{turn.Text("image_id")} shows {caption}."
                : $"Nothing here can tell what {turn.Text("image_id")} shows; say it in a few words."),
            _ when turn.Is("compare_images") => OfflineMove.Say(Compared(turn)),
            _ when turn.Is("invert_image") => OfflineMove.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"Inverted as {turn.Text("inversion_id")}; coming back it differs by {turn.Number("latent_mse"):0.0e+0} in latent space.")),
            _ when turn.Is("list_history") => OfflineMove.Say(History(turn)),
            _ => OfflineMove.Say(turn.Result.ToString()),
        };
    }

    private static OfflineMove Planned(ToolTurn turn) =>
        turn.Text("proposal_id") is { } proposal
            ? OfflineMove.Call("edit_image", ("proposal_id", proposal))
            : OfflineMove.Say(turn.Text("question") ?? "The edit could not be planned. Say it in other words.");

    private static OfflineMove Ran(ToolTurn turn, int looks) => turn.Text("status") switch
    {
        "running" or "queued" when looks < MostLooks => OfflineMove.Call("get_job", ("job_id", turn.Text("job_id"))),
        "running" or "queued" => OfflineMove.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"The edit still runs, {turn.Number("progress"):0%} of this attempt done. Ask \"how far is it?\", or say \"stop\" ({turn.Text("job_id")}).")),
        "cancelled" when turn.Text("image_id") is null => OfflineMove.Say("Stopped. Nothing was changed."),
        "cancelled" => OfflineMove.Say($"Stopped. {Edited(turn)}"),
        _ => OfflineMove.Say(Edited(turn)),
    };

    private static string Generated(ToolTurn turn)
    {
        var seen = turn.Text("seen") is { } caption && caption != turn.Text("prompt") ? $" What can be seen there: {caption}." : "";
        return $"Here is {turn.Text("image_id")}: {turn.Text("prompt")}.{seen}";
    }

    private static string Edited(ToolTurn turn)
    {
        var isGood = turn.Find("check", "passed")?.ValueKind != JsonValueKind.False;
        var kept = turn.Number("measures", "background_psnr") is > 0 and var psnr
            ? string.Create(CultureInfo.InvariantCulture, $" The rest is as it was ({psnr:0.#} dB PSNR).")
            : "";
        return isGood
            ? $"Done: {turn.Text("parent_id")} was edited, and {turn.Text("image_id")} now shows {turn.Text("target_prompt")}.{Verdict(turn)}{Attempts(turn)}{kept} {turn.Text("parent_id")} is kept."
            : $"This did not work out: {turn.Text("image_id")}, made from {turn.Text("parent_id")}, should show {turn.Text("target_prompt")}, but the check sees {turn.Text("check", "seen")}.{Attempts(turn)} \"undo\" goes back.";
    }

    private static string Verdict(ToolTurn turn)
    {
        var also = turn.Find("check", "collateral") is { ValueKind: JsonValueKind.Array } changed && changed.GetArrayLength() > 0
            ? $" Not asked for, but changed too: {string.Join(", ", changed.EnumerateArray().Select(head => head.GetString()?.Replace('_', ' ')))}."
            : "";
        var broken = turn.Text("check", "fault") == "damaged" ? " The picture looks damaged." : "";
        var passed = turn.Find("check", "passed")?.ValueKind == JsonValueKind.True ? " The check found what was asked." : "";
        return passed + also + broken;
    }

    private static string Attempts(ToolTurn turn)
    {
        var count = turn.Number("attempts") ?? 1;
        if (count < 2 || turn.Find("attempt_log") is not { ValueKind: JsonValueKind.Array } log)
        {
            return "";
        }

        var changes = log.EnumerateArray().Select(attempt => attempt.TryGetProperty("change", out var change) ? change.GetString() : null).Where(change => change is not null);
        return string.Create(CultureInfo.InvariantCulture, $" It took {count:0} attempts ({string.Join("; ", changes)}), and this is the best of them.");
    }

    private static string Compared(ToolTurn turn) => string.Create(
        CultureInfo.InvariantCulture,
        $"{turn.Text("image_id")} and {turn.Text("other_image_id")} differ in {turn.Number("measures", "changed_fraction"):0.0%} of the pixels{(turn.Number("measures", "background_psnr") is > 0 and var psnr ? string.Create(CultureInfo.InvariantCulture, $"; the rest is as it was ({psnr:0.#} dB PSNR)") : "")} (SSIM {turn.Number("measures", "ssim"):0.000} in all).");

    private static string Showing(ToolTurn turn) => turn.Text("caption") is { } caption ? $", which shows {caption}" : "";

    private static string History(ToolTurn turn) =>
        turn.Find("images") is { ValueKind: JsonValueKind.Array } images && images.GetArrayLength() > 0
            ? string.Join('\n', images.EnumerateArray().Select(image =>
                $"{image.GetProperty("image_id").GetString()} ({image.GetProperty("kind").GetString()}){(image.TryGetProperty("caption", out var caption) && caption.ValueKind == JsonValueKind.String ? $": {caption.GetString()}" : "")}"))
            : "There are no pictures yet.";
}
