using System.Globalization;
using System.Text.Json;

namespace BelmAgent.Plugins.Chat;

/// <summary>What follows a tool's result: the next call, or words for the person.</summary>
internal static class OfflineReply
{
    /// <summary>The move after a call.</summary>
    public static OfflineMove After(ToolTurn turn)
    {
        if (turn.Text("error", "code") == "not_approved")
        {
            // The message and its remedy speak to a language model; this is for the person who said no.
            return OfflineMove.Say("The edit was not approved, so nothing was changed.");
        }

        if (turn.Text("error", "message") is { } error)
        {
            return OfflineMove.Say($"{error} {turn.Text("error", "remedy")}".Trim());
        }

        return turn switch
        {
            _ when turn.Is("plan_edit") => Planned(turn),
            _ when turn.Is("edit_image") => OfflineMove.Say(Edited(turn)),
            _ when turn.Is("generate_image") => OfflineMove.Say($"Here is {turn.Text("image_id")}: {turn.Text("prompt")}."),
            _ when turn.Is("undo_edit") => OfflineMove.Say($"Back to {turn.Text("image_id")}{Showing(turn)}."),
            _ when turn.Is("describe_image") => OfflineMove.Say(turn.Text("caption") is { } caption
                ? $"{turn.Text("image_id")} shows {caption}."
                : $"Nothing here can tell what {turn.Text("image_id")} shows; say it in a few words."),
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

    private static string Edited(ToolTurn turn)
    {
        var check = turn.Find("check", "passed")?.ValueKind switch
        {
            JsonValueKind.True => " The check found what was asked.",
            JsonValueKind.False => $" The check does not find it, though: it sees {turn.Text("check", "seen")}.",
            _ => "",
        };
        var background = turn.Number("measures", "background_psnr") is { } psnr
            ? string.Create(CultureInfo.InvariantCulture, $" The rest stayed within {psnr:0.#} dB.")
            : "";
        return $"Done: {turn.Text("image_id")} now shows {turn.Text("target_prompt")}.{check}{background} {turn.Text("parent_id")} is kept.";
    }

    private static string Showing(ToolTurn turn) => turn.Text("caption") is { } caption ? $", which shows {caption}" : "";

    private static string History(ToolTurn turn) =>
        turn.Find("images") is { ValueKind: JsonValueKind.Array } images && images.GetArrayLength() > 0
            ? string.Join('\n', images.EnumerateArray().Select(image =>
                $"{image.GetProperty("image_id").GetString()} ({image.GetProperty("kind").GetString()}){(image.TryGetProperty("caption", out var caption) && caption.ValueKind == JsonValueKind.String ? $": {caption.GetString()}" : "")}"))
            : "There are no pictures yet.";
}
