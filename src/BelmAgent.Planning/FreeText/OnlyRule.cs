using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Leaves nothing but some things: "leave only the mug on the desk", "remove everything but the houses".</summary>
internal sealed class OnlyRule : Rule
{
    /// <inheritdoc/>
    public override Placement? Place(Edit edit)
    {
        if (edit.Change is not Change.Only only)
        {
            return null;
        }

        var kept = new List<NounSpan>();
        foreach (var thing in only.Kept)
        {
            var (found, question) = edit.Caption.Find(thing, edit.Antecedent);
            if (found is not { } span)
            {
                return question;
            }

            kept.Add(Whole(edit, span));
        }

        var words = new List<string>(edit.Words[..edit.Caption.BodyStart]);
        var main = NounFinder.At(edit.Words, edit.Caption.BodyStart);
        main = main is { } owner && owner.End + 1 < edit.Text.End && edit.Words[owner.End] is "'s" && NounFinder.At(edit.Words, owner.End + 1) is { } owned ? owner with { End = owned.End } : main;
        // "a plate of | spaghetti with meatballs" becomes "a plate of meatballs".
        if (kept.Count == 1 && main is { } container && container.End + 1 < edit.Text.End && edit.Words[container.End] is "of" && WordLexicon.Is(edit.Words[container.End - 1], "container") && kept[0].Start > container.End
            && NounFinder.At(edit.Words, container.End + 1) is { } content)
        {
            var modifiers = content.End <= kept[0].Start ? edit.Words[content.Start..(content.End - 1)].Where(word => WordLexicon.IsAdjective(word) && !WordLexicon.IsThing(word)) : [];
            return edit.Done(edit.Text.Replace(container.End + 1, edit.Text.End, [.. modifiers, .. Introduced(edit, kept[0])]), EditType.DeleteObject, "all else goes");
        }

        var isInPlace = main is { } place && (IsRoom(edit.Words[place.End - 1]) || IsHolder(edit, place, kept)) && !kept.Exists(span => span.Start <= place.Start);
        if (isInPlace)
        {
            words.AddRange([.. edit.Words[main!.Value.Start..main.Value.End], "with"]);
        }

        for (var i = 0; i < kept.Count; i++)
        {
            words.AddRange([.. i == 0 ? Array.Empty<string>() : i == kept.Count - 1 ? ["and"] : [","], .. Introduced(edit, kept[i])]);
        }

        var last = kept[^1];
        if (!isInPlace && kept.Count == 1 && OwnPlace(edit, last) is { } end)
        {
            words.AddRange(edit.Words[last.End..end]);
        }
        else if (!isInPlace && Nouns.IsAnimate(edit.Words[last.End - 1]) && EndOfList(edit, last) is var tail && tail < edit.Text.End && NounFinder.IsPredicate(edit.Words, tail) && main is { End: var head } && head < last.Start)
        {
            // "performing in a dim club"
            words.AddRange(edit.Words[tail..edit.Text.End]);
        }

        return edit.Done(edit.Text.Replace(0, edit.Text.End, words), EditType.DeleteObject, "all else goes");
    }

    // "a pianist, a bassist and a drummer | performing"
    private static int EndOfList(Edit edit, NounSpan span)
    {
        var end = span.End;
        while (end + 1 < edit.Text.End && edit.Words[end] is "," or "and" && NounFinder.At(edit.Words, edit.Words[end + 1] is "and" ? end + 2 : end + 1) is { } next)
        {
            end = next.End;
        }

        return end;
    }

    private static bool IsRoom(string noun) => WordLexicon.Is(noun, "room", "place", "building") || WordSets.IsBackground(noun) || noun is "bedroom" or "window" or "shelf" or "desk" or "table";

    // "a platter with | rolls, tuna and a dish"
    private static bool IsHolder(Edit edit, NounSpan main, List<NounSpan> kept) =>
        main.End + 1 < edit.Text.End && edit.Words[main.End] is "with" && (WordSets.IsSupport(edit.Words[main.End - 1]) || WordLexicon.Is(edit.Words[main.End - 1], "container", "furniture"))
        && NounList.EndAfter(edit.Text, main.End + 1) is var end && kept.TrueForAll(span => span.Start > main.End && span.End <= end);

    // "A row of houses" and "a bottle of perfume" are one thing, and so is "a sign that says OPEN".
    private static NounSpan Whole(Edit edit, NounSpan span)
    {
        var (start, end) = (span.Start, span.End);
        if (start > 1 && edit.Words[start - 1] is "of" && NounFinder.IsHead(edit.Words, start - 1) && NounFinder.Find(edit.Words, new Phrase(edit.Words[start - 2])) is { Count: > 0 } heads
            && heads.FirstOrDefault(head => head.End == start - 1) is { End: > 0 } head && !WordSets.IsView(edit.Words[start - 2]))
        {
            start = head.Start;
        }

        if (end + 1 < edit.Text.End && edit.Words[end] is "of" && NounFinder.At(edit.Words, end + 1) is { } content)
        {
            end = content.End;
        }

        return span with { Start = start, End = Writings.EndAfter(edit.Words, end) };
    }

    // The place that the thing is in, if the caption is about it.
    private static int? OwnPlace(Edit edit, NounSpan span)
    {
        var at = span.End;
        while (at < edit.Text.End && Actions.IsStance(edit.Words[at]))
        {
            at++;
        }

        return at < edit.Text.End && edit.Words[at] is "on" or "in" or "at" or "under" or "next" or "beside" or "near" or "by" && NounFinder.At(edit.Words, edit.Words[at] is "next" ? at + 2 : at + 1) is { } place
            && (WordSets.IsBackground(edit.Words[place.End - 1]) || WordSets.IsSurface(edit.Words[place.End - 1]) || WordSets.IsSupport(edit.Words[place.End - 1])) ? place.End : null;
    }

    // "the fireplace" that was mentioned by the way is a fireplace now.
    private static IEnumerable<string> Introduced(Edit edit, NounSpan span) =>
        edit.Words[span.Start] is "the" or "her" or "his" or "their" or "its" && span.End - span.Start > 1 && !WordLexicon.IsPlural(edit.Words[span.End - 1])
            ? [Article.For(edit.Words[span.Start + 1]), .. edit.Words[(span.Start + 1)..span.End]]
            : edit.Words[span.Start..span.End];
}
