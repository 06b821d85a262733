using System.Collections.Immutable;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Finds the words after a thing that only describe it, and are removed with it.</summary>
internal static class Telling
{
    /// <summary>
    /// Returns where they end: after "a basket | of flowers", "a fish | in its mouth", a person's clothes, an action, and the place
    /// that the request itself names.
    /// </summary>
    /// <param name="caption">The caption.</param>
    /// <param name="span">The thing.</param>
    /// <param name="what">The request's words for it.</param>
    public static int EndAfter(CaptionText caption, NounSpan span, Phrase what)
    {
        var (words, end) = (caption.Words, Writings.EndAfter(caption.Words, span.End));
        // "an apple and a pear in a bowl": the bowl also holds the apple.
        var isBesides = span.Start > 0 && (words[span.Start - 1] is "with" || (words[span.Start - 1] is "and" or "," && words[..span.Start].Contains("with")));
        while (end + 1 < caption.End)
        {
            var at = end + 1;
            var isWorn = words[end] is "with" || Actions.IsHaving(words[end]) || (words[end] is "in" && (!IsScenery(words, at) || (NounFinder.At(words, at) is { } listed && listed.End < caption.End && words[listed.End] is "and" or ",")));
            var isOwn = words[end] is "of"
                || (WordClass.Prepositions.Contains(words[end]) && WordClass.Possessives.Contains(words[at]))
                || (isWorn && (Nouns.IsPerson(words[span.End - 1]) || (words[end] is "with" && Nouns.IsAnimate(words[span.End - 1]) && NounFinder.At(words, at) is { } had && Nouns.IsPart(words[had.End - 1]))));
            var isBehind = isBesides && words[end] is "in" && at + 1 < caption.End && words[at] is "the" && words[at + 1] is "background" or "distance" or "foreground";
            // "a beach with footprints | in the sand": a place is not itself located.
            var isInside = isBesides && WordClass.Places.Contains(words[end]) && words[at] is "the" && (words[span.Start - 1] is "with" || IsPlaceBefore(words, span.Start - 1)) && !IsScenery(words, at)
                && Weather.Read(new Phrase(words[at..Math.Min(at + 2, caption.End)])) is null;
            if (NounFinder.At(words, at) is not { } noun || !(isOwn || isBehind || isInside || IsNamedPlace(words[end], words[noun.End - 1])))
            {
                break;
            }

            end = noun.End;
        }

        // "mountains behind"
        end = end < caption.End && WordClass.Places.Contains(words[end]) && (end + 1 >= caption.End || words[end + 1] is "," or "and") ? end + 1 : end;
        return end < caption.End && NounFinder.IsPredicate(words, end) && IsOfOwn(caption, span, end) ? Complement.EndAfter(words, end) : end;

        // "the leaf on the fox's head", and "the painting from the wall" if the wall is mentioned only for it.
        bool IsNamedPlace(string preposition, string noun) => what.Words.Any(word => Nouns.Same(word, noun))
            && (isBesides ? Says(preposition) || Says("from") : Nouns.IsPart(noun) && Says(preposition));

        bool Says(string word) => what.Words.Contains(word, StringComparer.OrdinalIgnoreCase);
    }

    private static bool IsPlaceBefore(ImmutableArray<string> words, int with) =>
        words[with] is "with" && with is > 0 and < 4 && WordSets.IsBackground(words[with - 1]);

    // In "a beach with seagulls | flying around" the seagulls fly; in "a man with a lamp | walking" the man walks.
    private static bool IsOfOwn(CaptionText caption, NounSpan span, int verb)
    {
        var words = caption.Words;
        if (span.Start == 0 || words[span.Start - 1] is not ("with" or "and" or ",") || (!words[verb].EndsWith("ed", StringComparison.Ordinal) && words[..(span.Start - 1)].Any(Nouns.IsAnimate)))
        {
            return false;
        }

        // "toys scattered on the floor"
        if (words[verb].EndsWith("ed", StringComparison.Ordinal) && !Actions.IsParticiple(words[verb]) && !Actions.IsOfPlace(words[verb]))
        {
            return true;
        }

        // "a canyon with a river running through it"
        if (words[verb..Complement.EndAfter(words, verb)].Any(word => word is "it" or "them"))
        {
            return true;
        }

        var canAct = Nouns.IsAnimate(words[span.End - 1]) || Nouns.IsVehicle(words[span.End - 1]) || !Actions.IsOfAnimate(words[verb]);
        return canAct && !Actions.IsOfPlace(words[verb]);
    }

    private static bool IsScenery(ImmutableArray<string> words, int at) => NounFinder.At(words, at) is { } noun && WordSets.IsBackground(words[noun.End - 1]);
}
