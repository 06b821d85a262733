using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText.Rules;

/// <summary>Changes the background: replaces the caption's own mention of it, otherwise the place of things, otherwise appends it.</summary>
internal sealed class BackgroundRule : BecomeRule
{
    /// <inheritdoc/>
    protected override Placement? Place(Edit edit, Change.Become change)
    {
        var isGround = change.Subject.Bare.Words is ["ground" or "floor"] && change.Link != ResultLink.None && edit.Found.Span is null;
        if (WordSets.IsWhole(change.Subject) && change.Subject.Words is not ["he" or "she" or "they" or "him" or "her" or "them" or "his"] && change.Result.Words is ["in" or "on" or "at" or "under" or "inside", _, ..] && Weather.Read(change.Result) is null && !WordSets.IsColor(change.Result[1..]) && !Nouns.IsGarment(change.Result.Words[^1]))
        {
            return Elsewhere(edit, change.Result);
        }

        return Places.IsNamedBy(change.Subject) || isGround ? Become(edit.Caption, change.Result)
            : edit.Found.Span is { } span && change.Link != ResultLink.None && change.Aspect == Aspect.None && WordSets.IsSurface(change.Result.Words[^1]) && Places.IsPlace(edit.Text, span)
            ? ThingRule.Exchange(edit, span, change, change.Subject)
            : null;
    }

    // "in Paris" instead of "in Tokyo", "on the moon" instead of "on a beach".
    private static Placement Elsewhere(Edit edit, Phrase place)
    {
        for (var at = edit.Text.End - 2; at >= edit.Caption.BodyStart; at--)
        {
            if (edit.Words[at] is "in" && char.IsUpper(edit.Words[at + 1][0]) && NounFinder.At(edit.Words, at + 1) is { } name)
            {
                return Done(edit.Text.Replace(at, name.End, place.Words), place) with { Gone = edit.Words[at..name.End] };
            }
        }

        return Places.PlaceAfter(edit.Text, edit.Caption.BodyStart) is { } old
            ? Done(edit.Text.Replace(old.From, old.To, place.Words), place) with { Gone = edit.Words[old.From..old.To] }
            : Done(edit.Text.Append(place.Words), place);
    }

    private static Placement Become(FreeCaption caption, Phrase result)
    {
        var words = caption.Words;
        result = result.Words is [.., "background" or "backdrop"] && result.Words.Length > 1 && !result.Words.SequenceEqual(result.Bare.Words[^1..]) ? result[..^1] : result;
        var isState = WordSets.IsColor(result) || WordSets.IsState(result);
        if (Said(words) is not var (noun, modifiers))
        {
            return isState
                ? Done(words.Append(["on", Article.For(result.Bare.Words[0]), .. result.Bare.Words, "background"]), result)
                : Set(caption, result);
        }

        // "in a pink background"
        if (modifiers < noun)
        {
            // "with a plain background" also keeps a background.
            var isWith = StartOf(words, modifiers) is var start && words.Words[start] is "with";
            return isState || isWith ? Done(words.Replace(modifiers, noun, result.Bare.Words), result) : Done(words.Replace(StartOf(words, modifiers), noun + 1, Places.Placed(result)), result);
        }

        // "with mountains in the background"
        var end = StartOf(words, noun);
        var thing = end > 0 ? NounFinder.Find(words.Words[..end], new Phrase(words.Words[(end - 1)..end])) : [];
        return thing is not [var there] ? Set(caption, result)
            : isState ? Done(NounModifiers.Set(words, there, result.Bare), result)
            : Done(words.Replace(there.Start, there.End, result.Words), result);
    }

    private static Placement Set(FreeCaption caption, Phrase result) =>
        Places.PlaceAfter(caption.Words, caption.BodyStart) is { } place
            ? Done(caption.Words.Replace(place.From, place.To, Places.IsBehind(caption.Words.Words, place.From) && !Places.IsScenery(result) ? ["in", "front", "of", .. result.Words] : Places.Placed(result)), result)
            : Places.IsScenery(result) && !result.Words[^1].EndsWith('s')
            ? Done(caption.Words.Append(Places.Placed(result)), result)
            : Done(caption.Words.Append(["with", .. result.Words, "in", "the", "background"]), result);

    // The position of "background" in the caption, and the start of the words before it that describe it.
    private static (int Noun, int Modifiers)? Said(CaptionText words)
    {
        for (var at = words.End - 1; at >= 0; at--)
        {
            if (words.Words[at] is "background" or "backdrop")
            {
                var start = at;
                while (start > 0 && !WordClass.EndsNounPhrase(words.Words[start - 1]) && !WordClass.Determiners.Contains(words.Words[start - 1]))
                {
                    start--;
                }

                return (at, start);
            }
        }

        return null;
    }

    // The preposition and the article before a noun.
    private static int StartOf(CaptionText words, int noun)
    {
        var start = noun;
        while (start > 0 && (WordClass.Determiners.Contains(words.Words[start - 1]) || WordClass.Prepositions.Contains(words.Words[start - 1])))
        {
            start--;
        }

        return start;
    }

    private static Placement Done(CaptionText words, Phrase result) =>
        Placement.Done(new FreeCaption(words), EditType.ChangeBackground, $"the place becomes {result}");
}
