using System.Collections.Immutable;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Changes the background of a caption, or moves things to another place.</summary>
internal static class FreeBackground
{
    /// <summary>Returns whether a phrase refers to the background in general.</summary>
    public static bool IsNamedBy(Phrase phrase) =>
        phrase.Bare.Words is ["background" or "backdrop" or "scene" or "place" or "setting" or "scenery" or "environment" or "surroundings" or "location", ..]
        || NounFinder.Core(phrase).Words is [.., "background" or "backdrop"];

    /// <summary>Returns whether a noun phrase is a place: scenery after a preposition of place.</summary>
    public static bool IsPlace(CaptionText caption, NounSpan span)
    {
        var (words, noun) = (caption.Words, caption.Words[span.End - 1]);
        var isAfterPlace = span.Start > 0 && WordClass.Places.Contains(words[span.Start - 1]);
        return isAfterPlace && (WordSets.IsBackground(noun) || (WordSets.IsSupport(noun) && span.End == caption.End));
    }

    /// <summary>Returns whether something that locates other things becomes scenery, or is a building in front of which they are.</summary>
    public static bool IsPlaceFor(CaptionText caption, NounSpan span, Phrase result)
    {
        var (words, start) = (caption.Words, span.Start);
        var isInFront = start > 2 && words[start - 1] is "of" && words[start - 2] is "front";
        var isInMiddle = start > 2 && words[start - 1] is "of" && words[start - 2] is "middle" or "edge" or "top" or "side";
        return (isInFront || isInMiddle || (start > 0 && WordClass.Places.Contains(words[start - 1]))) && WordSets.IsBackground(result.Words[^1])
            || (isInFront && Hypernyms.For("building").Contains(words[span.End - 1], StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Changes the background: replaces the caption's own mention of it, otherwise the place of things, otherwise appends it.</summary>
    public static Placement Become(FreeCaption caption, Change.Become change)
    {
        var (words, result) = (caption.Words, change.Result);
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
            return isState || isWith ? Done(words.Replace(modifiers, noun, result.Bare.Words), result) : Done(words.Replace(StartOf(words, modifiers), noun + 1, Placed(result)), result);
        }

        // "with mountains in the background"
        var end = StartOf(words, noun);
        var thing = end > 0 ? NounFinder.Find(words.Words[..end], new Phrase(words.Words[(end - 1)..end])) : [];
        return thing is not [var there] ? Set(caption, result)
            : isState ? Done(NounModifiers.Set(words, there, result.Bare), result)
            : Done(words.Replace(there.Start, there.End, result.Words), result);
    }

    /// <summary>Moves a thing to another place: replaces the next one in the caption, or adds one.</summary>
    public static Placement MoveTo(FreeCaption caption, NounSpan thing, Phrase where) =>
        PlaceAfter(caption.Words, thing.End, WordSets.IsSurface) is { } place
            ? Done(caption.Words.Replace(place.From, place.To, Reached(where)), where)
            : Done(caption.Words.Append(Reached(where)), where);

    // Something moved "to the beach" is on it.
    private static string[] Reached(Phrase where) =>
        where.Words is ["to" or "onto" or "into", _, ..] && IsScenery(where) ? Placed(where[1..]) : [.. where.Words];

    private static Placement Set(FreeCaption caption, Phrase result) =>
        PlaceAfter(caption.Words, caption.BodyStart) is { } place
            ? Done(caption.Words.Replace(place.From, place.To, IsBehind(caption.Words.Words, place.From) && !IsScenery(result) ? ["in", "front", "of", .. result.Words] : Placed(result)), result)
            : IsScenery(result) && !result.Words[^1].EndsWith('s')
            ? Done(caption.Words.Append(Placed(result)), result)
            : Done(caption.Words.Append(["with", .. result.Words, "in", "the", "background"]), result);

    private static bool IsScenery(Phrase place) => WordSets.IsBackground(place.Words[^1]) || WordSets.IsSurface(place.Words[^1]);

    // "in front of | a cafe"
    private static bool IsBehind(ImmutableArray<string> words, int at) => at >= 0 && at + 2 < words.Length && words[at + 1] is "front" && words[at + 2] is "of";

    private static string[] Placed(Phrase result) =>
        WordClass.Places.Contains(result.Words[0]) ? [.. result.Words] : [WordSets.PrepositionOf(result), .. result.Words];

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

    // The last phrase of place that names scenery: "on a beach", but not "in a red dress" or "on a chair".
    private static (int From, int To)? PlaceAfter(CaptionText caption, int start, Func<string, bool>? isPlace = null)
    {
        var words = caption.Words;
        for (var at = caption.End - 1; at >= start; at--)
        {
            // "in front of a wall", "on top of a hill": the entire expression is one of place.
            var isCompound = at > start + 1 && words[at] is "of" && WordClass.Places.Contains(words[at - 2]);
            if ((isCompound || WordClass.Places.Contains(words[at])) && NounFinder.At(words, at + 1) is { } noun && (IsBehind(words, at - 2) || IsPlace(words[noun.End - 1])))
            {
                return (isCompound ? at - 2 : at, noun.End);
            }
        }

        return null;

        bool IsPlace(string noun) => WordSets.IsBackground(noun) || WordSets.IsSupport(noun) || isPlace?.Invoke(noun) == true;
    }

    private static Placement Done(CaptionText words, Phrase result) =>
        Placement.Done(new FreeCaption(words), EditType.ChangeBackground, $"the place becomes {result}");
}
