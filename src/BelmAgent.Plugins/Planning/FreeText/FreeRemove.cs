using System.Collections.Immutable;
using BelmAgent.Editing.Plans;
using BelmAgent.Plugins.Planning.Captions;
using BelmAgent.Plugins.Planning.Text;

namespace BelmAgent.Plugins.Planning.FreeText;

/// <summary>Something leaves a caption, with the words that only held it there and those that only told of it.</summary>
internal static class FreeRemove
{
    /// <summary>Places a removal.</summary>
    public static Placement Place(FreeCaption caption, Phrase what, Phrase? antecedent)
    {
        if (what.Bare.Words is ["everything" or "all"])
        {
            return caption.Unclear(what);
        }

        var (span, question) = caption.Find(what, antecedent);
        if (span is not { } found)
        {
            return question!;
        }

        var words = caption.Words;
        if (!NounFinder.IsHead(words.Words, found.End))
        {
            // Only a modifier is named: "remove the rusty" leaves the noun.
            return Placement.Done(new FreeCaption(words.Remove(found.Named, found.End)), EditType.DeleteObject, $"{what.Bare} goes");
        }

        var (from, to) = Reach(words, found with { End = EndOfTelling(words, found, what) }, caption.BodyStart);
        var isEmpty = to - from >= words.End - caption.BodyStart
            || (from == caption.BodyStart && Weather.Read(new Phrase(words.Words[to..words.End])) is not null);
        return isEmpty
            ? Placement.Ask($"\"{caption.Text}\" says nothing else. What should be there instead?", "Nothing would be left of the caption.")
            : Placement.Done(new FreeCaption(words.Remove(from, to)), EditType.DeleteObject, $"{what.Bare} goes");
    }

    // "a basket of flowers", "a fish in its mouth", a person's clothes, and the place that the request itself names.
    private static int EndOfTelling(CaptionText caption, NounSpan span, Phrase what)
    {
        var (words, end) = (caption.Words, span.End);
        var isBesides = span.Start > 0 && words[span.Start - 1] is "with" or "and" or ",";
        while (end + 1 < caption.End)
        {
            var at = end + 1;
            var isWorn = words[end] is "with" || Actions.IsHaving(words[end]) || (words[end] is "in" && !IsScenery(words, at));
            var isOwn = words[end] is "of"
                || (WordClass.Prepositions.Contains(words[end]) && WordClass.Possessives.Contains(words[at]))
                || (isWorn && Nouns.IsPerson(words[span.End - 1]));
            var isBehind = isBesides && words[end] is "in" && at + 1 < caption.End && words[at] is "the" && words[at + 1] is "background";
            // "a beach with footprints | in the sand": a place is nowhere itself.
            var isInside = isBesides && WordClass.Places.Contains(words[end]) && words[at] is "the" && IsPlaceBefore(words, span.Start - 1)
                && Weather.Read(new Phrase(words[at..Math.Min(at + 2, caption.End)])) is null;
            if (NounFinder.At(words, at) is not { } noun || !(isOwn || isBehind || isInside || IsNamedPlace(words[end], words[noun.End - 1])))
            {
                break;
            }

            end = noun.End;
        }

        return end < caption.End && NounFinder.IsPredicate(words, end) && IsOfOwn(caption, span) ? Complement.EndAfter(words, end) : end;

        // "the leaf on the fox's head", and "the painting from the wall" where the wall is told of for its sake.
        bool IsNamedPlace(string preposition, string noun) => what.Words.Any(word => NounFinder.Same(word, noun))
            && (isBesides ? Says(preposition) || Says("from") : Nouns.IsPart(noun) && Says(preposition));

        bool Says(string word) => what.Words.Contains(word, StringComparer.OrdinalIgnoreCase);
    }

    private static bool IsPlaceBefore(ImmutableArray<string> words, int with) =>
        words[with] is "with" && with is > 0 and < 4 && WordSets.IsBackground(words[with - 1]);

    // "a beach with seagulls | flying around" has what flies; "a man with a lamp | walking" walks himself.
    private static bool IsOfOwn(CaptionText caption, NounSpan span)
    {
        var words = caption.Words;
        if (span.Start == 0 || words[span.Start - 1] is not ("with" or "and" or ",") || Actions.IsOfPlace(words[span.End]))
        {
            return false;
        }

        var canAct = Nouns.IsAnimate(words[span.End - 1]) || Nouns.IsVehicle(words[span.End - 1]) || !Actions.IsOfAnimate(words[span.End]);
        return canAct && !words[..(span.Start - 1)].Any(Nouns.IsAnimate);
    }

    private static bool IsScenery(ImmutableArray<string> words, int at) => NounFinder.At(words, at) is { } noun && WordSets.IsBackground(words[noun.End - 1]);

    private static (int From, int To) Reach(CaptionText caption, NounSpan span, int body)
    {
        var words = caption.Words;
        var next = span.End < caption.End ? words[span.End] : "";
        if (span.Start > body && words[span.Start - 1] is "and" or "," && next is not ("and" or ","))
        {
            return (span.Start - 1, span.End);
        }

        if (next is "and" or ",")
        {
            return (span.Start, span.End + 1);
        }

        if (span.Start > body && WordClass.Prepositions.Contains(words[span.Start - 1]))
        {
            return (StartOfPlace(words, span.Start - 1, body), span.End);
        }

        return span.Start > body ? (VerbBefore(words, span.Start, body), span.End) : (span.Start, NextNoun(caption, span.End));
    }

    // "surrounded by flowers", "on top of a box", "next to a tree": all of it only holds the noun.
    private static int StartOfPlace(IReadOnlyList<string> words, int preposition, int body)
    {
        var start = preposition;
        if (words[start] is "of" && start - 2 > body && words[start - 1] is "top" or "front" or "middle" or "edge" or "side" or "back")
        {
            start -= WordClass.Determiners.Contains(words[start - 2]) ? 3 : 2;
        }

        // "full of books"
        start = words[start] is "of" && start - 1 > body && words[start - 1] is "full" ? start - 1 : start;
        while (start - 1 > body && WordClass.Prepositions.Contains(words[start - 1]))
        {
            start--;
        }

        var isHeldByVerb = (words[preposition] is "by" or "with" || (words[preposition] is "in" && words[start - 1] is "wrapped" or "dressed" or "covered")) && start - 1 > body && words[start - 1].EndsWith("ed", StringComparison.OrdinalIgnoreCase);
        return isHeldByVerb ? start - 1 : Math.Max(start, body);
    }

    // "a woman holding a camera": holding goes with the camera.
    private static int VerbBefore(IReadOnlyList<string> words, int at, int body) =>
        at - 1 > body && words[at - 1].EndsWith("ing", StringComparison.OrdinalIgnoreCase) ? at - 1 : at;

    // "a paraglider is flying over a mountain": without it, the mountain is the caption.
    private static int NextNoun(CaptionText caption, int at)
    {
        var noun = at;
        while (noun < caption.End && !WordClass.Determiners.Contains(caption.Words[noun]) && !WordClass.Prepositions.Contains(caption.Words[noun]))
        {
            noun++;
        }

        // "on top of a branch": all of it only says where.
        while (noun < caption.End && (WordClass.Prepositions.Contains(caption.Words[noun]) || (noun + 1 < caption.End && caption.Words[noun + 1] == "of" && noun > at)))
        {
            noun++;
        }

        return noun;
    }
}
