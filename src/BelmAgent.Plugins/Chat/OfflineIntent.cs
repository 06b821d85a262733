using System.Text.RegularExpressions;
using BelmAgent.Plugins.Planning.Text;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Chat;

/// <summary>Reads what a person's message asks for, apart from what an edit's planner reads itself.</summary>
internal static partial class OfflineIntent
{
    /// <summary>The first move of a turn.</summary>
    public static OfflineMove Read(IReadOnlyList<ChatMessage> messages)
    {
        var said = messages.Where(message => message.Role == ChatRole.User).Select(message => message.Text.Trim()).ToList();
        if (said is not [.., { Length: > 0 } request])
        {
            return OfflineMove.Say("What should I do?");
        }

        var named = PictureId().Match(request) is { Success: true } id ? id.Value : null;
        var picture = named ?? PictureContext.Read(messages).ImageId;
        if (Generate().Match(request) is { Success: true } generate)
        {
            return OfflineMove.Call("generate_image", ("prompt", generate.Groups["prompt"].Value));
        }

        if (picture is null)
        {
            // Without a picture "a red house on grass" can only be a wish for one.
            return Phrase.Of(request).IsIndefinite
                ? OfflineMove.Call("generate_image", ("prompt", request.TrimEnd('.', '!')))
                : OfflineMove.Say("There is no picture yet. Open one, or say what it should show, such as \"a red house on grass\".");
        }

        if (Undo().IsMatch(request))
        {
            return OfflineMove.Call("undo_edit", ("image_id", picture));
        }

        if (History().IsMatch(request))
        {
            return OfflineMove.Call("list_history", ("image_id", picture));
        }

        if (Describe().IsMatch(request))
        {
            return OfflineMove.Call("describe_image", ("image_id", picture));
        }

        if (Invert().IsMatch(request))
        {
            return OfflineMove.Call("invert_image", ("image_id", picture));
        }

        var words = named is null ? request : request.Replace(named, "the picture", StringComparison.Ordinal);
        return OfflineMove.Call("plan_edit", ("image_id", picture), ("request", words), ("previous_request", said is [.., var previous, _] ? previous : null));
    }

    [GeneratedRegex(@"\bimg_[a-z0-9]+\b")]
    private static partial Regex PictureId();

    // "draw" and "create" are edits of the current picture, unless they speak of a picture of their own.
    [GeneratedRegex(@"^(?:please\s+)?(?:(?:generate|imagine)\s+(?:me\s+)?(?:(?:a|an)\s+(?:new\s+)?(?:picture|image|photo)\s+(?:of|with|showing)\s+)?|(?:draw|create|make|paint)\s+(?:me\s+)?(?:a|an)\s+(?:new\s+)?(?:picture|image|photo)\s+(?:of|with|showing)\s+)(?<prompt>.+?)[.!]?$", RegexOptions.IgnoreCase)]
    private static partial Regex Generate();

    [GeneratedRegex(@"^(?:please\s+)?(?:undo|revert|go back|take (?:that|it) back)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Undo();

    [GeneratedRegex(@"^(?:(?:show|list)\s+(?:me\s+)?(?:the\s+)?(?:history|versions)|history)\b", RegexOptions.IgnoreCase)]
    private static partial Regex History();

    [GeneratedRegex(@"^(?:describe\b|what(?:'s| is| does| do)\b.*\b(?:show|see|picture|image|this)\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Describe();

    [GeneratedRegex(@"^(?:please\s+)?invert\b", RegexOptions.IgnoreCase)]
    private static partial Regex Invert();
}
