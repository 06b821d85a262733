using System.Globalization;
using System.Text.RegularExpressions;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Conversations;

/// <summary>Interprets a user's message, except for the parts that an edit's planner reads itself.</summary>
internal static partial class MoveReader
{
    private const string Help =
        "Say what to change: \"make the car blue\", \"add a tree\", \"remove the sun\", \"make it night\". "
        + "\"undo\", \"redo\", \"go back to the first image\", \"more\" and \"no, the other one\" continue from there; \"what does it show?\" and \"compare it with the first image\" give information.";

    /// <summary>Returns the moves that a request asks for, in order; most have one.</summary>
    /// <param name="request">The user's words; null for none.</param>
    /// <param name="context">The pictures of the conversation.</param>
    public static IReadOnlyList<Move> Read(string? request, PictureContext context)
    {
        var words = request?.Trim();
        return words is null || !words.Any(char.IsLetterOrDigit) ? [Move.Say("What should I do?")] : ReadWords(words, context);
    }

    private static IReadOnlyList<Move> ReadWords(string request, PictureContext context)
    {
        var plain = Plain(request);
        // For the current picture, "imagine the car is red" is a change.
        if (Generate().Match(plain) is { Success: true } generate && (context.ImageId is null || generate.Groups["another"].Success || Phrase.Parse(generate.Groups["prompt"].Value).IsIndefinite))
        {
            return [Move.Call("generate_image", ("prompt", generate.Groups["prompt"].Value))];
        }

        if (AboutJob(plain, context) is { } aboutJob)
        {
            return [aboutJob];
        }

        if (NeverMind().IsMatch(plain))
        {
            return [Move.Say(context.Question is not null ? "All right. Nothing was changed." : "No edit is running, and nothing was changed. \"undo\" takes the last edit back.")];
        }

        // "ok" may be the answer to a question; thanks never are.
        if (Thanks().IsMatch(plain) && (context.Question is null || plain.Contains("thank", StringComparison.OrdinalIgnoreCase)))
        {
            return [Move.Say("Good. Say what to change next, or \"undo\".")];
        }

        if (Helps().IsMatch(plain))
        {
            return [Move.Say(Help)];
        }

        var named = PictureReference.Read(request, context);
        if ((named.Pictures is [var one, ..] ? one.ImageId : context.ImageId) is not { } picture)
        {
            // Without a picture, "a red house on grass" can only be a request to generate one.
            return [Phrase.Parse(plain).IsIndefinite ? Move.Call("generate_image", ("prompt", plain)) : Move.Say(None(context))];
        }

        if (named.Unknown is { } unknown)
        {
            return [Move.Say(unknown.Contains("other", StringComparison.OrdinalIgnoreCase)
                ? $"Which one is \"{unknown}\"? {Capital(Choices(context))}."
                : $"There is no such image as \"{unknown}\"; {Choices(context)}.")];
        }

        // "in the second picture, undo"
        if (named.Pictures is [_] && named.Words.Length > 0 && Undo().IsMatch(named.Words) && !Undo().IsMatch(plain) && !Go().IsMatch(plain))
        {
            return [Move.Call("undo_edit", ("image_id", picture))];
        }

        return Moves(plain, context)
            ?? MovesFirst(plain, context)
            ?? Looks(plain, picture, named.Pictures, context)
            ?? Edits(request, named, picture, context);
    }

    private static string Plain(string request)
    {
        var words = request.TrimEnd('.', '!', '?', ' ');
        return Polite().Replace(words, "") is { Length: > 0 } plain ? plain : words;
    }

    // Going to a picture, followed by something else.
    private static IReadOnlyList<Move>? MovesFirst(string plain, PictureContext context)
    {
        if (Then().Match(plain) is not { Success: true } two || !IsMove(two.Groups["move"].Value) || Moves(two.Groups["move"].Value.Trim(), context) is not [{ Function: not null } move])
        {
            return null;
        }

        var target = move.Arguments.GetValueOrDefault("to_image_id") as string
            ?? context.Current?.ParentId;
        return target is null ? [move] : [move, .. ReadWords(two.Groups["rest"].Value, context with { ImageId = target, Mask = null, Question = null, About = null, AboutImage = null, Redo = context.ImageId })];
    }

    // "take the first and the second house away" is not navigation.
    private static bool IsMove(string words) => NamesPicture().IsMatch(words) || !TakeOrUse().IsMatch(words);

    // Navigation between pictures.
    private static IReadOnlyList<Move>? Moves(string plain, PictureContext context)
    {
        if (Redo().IsMatch(plain))
        {
            return [context.Redo is { } redo
                ? Move.Call("undo_edit", ("image_id", context.ImageId), ("to_image_id", redo))
                : Move.Say("There is nothing to redo.")];
        }

        if (Undo().Match(plain) is { Success: true } undo && !(context.Question is not null && plain.Equals("back", StringComparison.OrdinalIgnoreCase)))
        {
            var from = context.ImageId;
            return undo.Groups["all"].Success && PictureReference.Root(context) is { } root && root.ImageId != from ? [Move.Call("undo_edit", ("image_id", from), ("to_image_id", root.ImageId))]
                : Count(undo) is > 1 and var count ? [Back(context, count)]
                : [Move.Call("undo_edit", ("image_id", from))];
        }

        // "the second one" alone answers a question if there is one.
        if (Go().Match(plain) is { Success: true } go || (context.Question is null && (go = Bare().Match(plain)).Success))
        {
            if (context.Question is not null && !NamesPicture().IsMatch(go.Groups["where"].Value))
            {
                return null;
            }

            var (pictures, rest, unknown) = PictureReference.Read(go.Groups["where"].Value, context, looksForOne: true);
            return pictures is [var to] && rest.Length == 0
                ? to.ImageId == context.ImageId
                    ? [Move.Say($"That is the current image: {to.ImageId}.")]
                    : [Move.Call("undo_edit", ("image_id", context.ImageId ?? to.ImageId), ("to_image_id", to.ImageId))]
                : unknown is not null && rest.Length == 0 ? [Move.Say($"Which image? {Capital(Choices(context))}.")]
                : null;
        }

        return null;
    }

    // Viewing pictures without changing them.
    private static IReadOnlyList<Move>? Looks(string plain, string picture, IReadOnlyList<ContextPicture> named, PictureContext context)
    {
        if (History().IsMatch(plain))
        {
            return [Move.Call("list_history", ("image_id", picture))];
        }

        if (Compare().IsMatch(plain))
        {
            // "compare 1 and 3": here a bare number can only be a picture's.
            if (named.Count < 2 && PictureReference.Read(plain, context, looksForOne: true).Pictures is [var first, _, ..] several)
            {
                (named, picture) = (several, first.ImageId);
            }

            var other = named.Count > 1 ? named[1].ImageId
                : named is [var only] && only.ImageId != context.ImageId ? context.ImageId
                : context.Find(picture)?.ParentId;
            return [other is null
                ? Move.Say("This image has not been edited yet, so there is nothing to compare it with. Name two images, as in \"compare image 1 and 2\".")
                : Move.Call("compare_images", ("image_id", named.Count > 1 ? picture : other), ("other_image_id", named.Count > 1 ? other : picture))];
        }

        if (Save().IsMatch(plain))
        {
            return [Move.Say($"{picture} is already saved, like every image.")];
        }

        if (Delete().IsMatch(plain))
        {
            return [Move.Say("Images are not deleted from here. \"undo\" goes back to the one before.")];
        }

        return Describe().IsMatch(plain) ? [Move.Call("describe_image", ("image_id", picture))]
            : Invert().IsMatch(plain) ? [Move.Call("invert_image", ("image_id", picture))]
            : null;
    }

    private static IReadOnlyList<Move> Edits(
        string request, (IReadOnlyList<ContextPicture> Pictures, string Words, string? Unknown) named, string picture, PictureContext context)
    {
        var words = named.Pictures.Count == 0 ? request : named.Words;
        var start = Chained().IsMatch(words) ? "picture" : null;
        words = Chained().Replace(words, "").Trim(' ', ',', '.');
        if (words.Length == 0)
        {
            return [Move.Call("undo_edit", ("image_id", context.ImageId ?? picture), ("to_image_id", picture))];
        }

        // Unnamed contents of a picture can only mean that a description is requested.
        if (context is { Caption: null, Question: not null, About: { } about } && named.Pictures.Count == 0)
        {
            return [Move.Call("plan_edit", ("image_id", picture), ("request", about), ("caption", words), ("mask_id", context.Mask))];
        }

        // "do the same in the other picture": the last request for this one.
        if (named.Pictures.Count > 0 && Same().IsMatch(words) && context.Current?.Request is { } last)
        {
            words = last;
        }

        // Words that name no picture answer the open question, whichever picture it was about.
        var asked = context.AboutImage ?? context.ImageId;
        string[] targets = named.Pictures.Count > 0 ? [.. named.Pictures.Select(one => one.ImageId)] : context.Question is not null && asked is not null ? [asked] : [picture];
        return
        [
            .. targets.Select(target => Move.Call(
                "plan_edit", ("image_id", target), ("request", words), ("start", start), ("mask_id", target == context.ImageId ? context.Mask : null),
                ("previous_request", target == asked ? context.About : null), ("previous_question", target == asked ? context.Question : null))),
        ];
    }

    private static Move? AboutJob(string plain, PictureContext context)
    {
        var job = JobId().Match(plain) is { Success: true } id ? id.Value : context.Job;
        return job is null ? IsIt().IsMatch(plain) ? Move.Say("No edit is running.") : null
            : Stop().IsMatch(plain) ? Move.Call("cancel_job", ("job_id", job))
            : IsIt().IsMatch(plain) || JobId().IsMatch(plain) ? Move.Call("get_job", ("job_id", job))
            : null;
    }

    private static Move Back(PictureContext context, int count)
    {
        var at = context.Current;
        for (var i = 0; i < count && at?.ParentId is { } parent; i++)
        {
            at = context.Find(parent) ?? new ContextPicture(0, parent);
        }

        return at is null || at.ImageId == context.ImageId
            ? Move.Call("undo_edit", ("image_id", context.ImageId))
            : Move.Call("undo_edit", ("image_id", context.ImageId), ("to_image_id", at.ImageId));
    }

    private static int Count(Match undo) => undo.Groups["count"].Value.ToLowerInvariant() switch
    {
        "" => 1,
        "twice" or "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        var digits => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 1,
    };

    private static string None(PictureContext context) =>
        context.Missing is not { } missing ? "There is no image yet. Open one, or say what it should show, such as \"a red house on grass\"."
        : context.Pictures.Count == 0 ? $"The file of {missing} no longer exists. Open another image, or say what a new one should show."
        : $"The file of {missing} no longer exists; {Choices(context)}. Say \"go to image {context.Pictures[^1].Number}\", or open another one.";

    private static string Choices(PictureContext context) =>
        $"there {(context.Pictures.Count == 1 ? "is image" : "are images")} {Listing.And(context.Pictures.Select(picture => picture.Number.ToString(CultureInfo.InvariantCulture)))}";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
