using System.Collections.Immutable;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>The places in a caption.</summary>
internal static class Places
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
            || (isInFront && WordLexicon.IsKind(words[span.End - 1], "building"));
    }

    /// <summary>Returns the last phrase of place that names scenery: "on a beach", but not "in a red dress" or "on a chair".</summary>
    public static (int From, int To)? PlaceAfter(CaptionText caption, int start, Func<string, bool>? isPlace = null)
    {
        var words = caption.Words;
        for (var at = caption.End - 1; at >= start; at--)
        {
            // "in front of a wall", "on top of a hill": the entire expression is one of place.
            var isCompound = at > start + 1 && words[at] is "of" && WordClass.Places.Contains(words[at - 2]);
            if ((isCompound || WordClass.Places.Contains(words[at]) || words[at] is "down" or "up") && NounFinder.At(words, at + 1) is { } noun && (IsBehind(words, at - 2) || IsPlace(words[noun.End - 1])))
            {
                return (isCompound ? at - 2 : at, noun.End);
            }
        }

        return null;

        bool IsPlace(string noun) => WordSets.IsBackground(noun) || WordSets.IsSupport(noun) || WordLexicon.Is(noun, "water") || noun is "arctic" or "rainforest" or "backyard" or "yard" or "alley" or "plain" or "desert" or "cafe" or "gym" or "hallway" or "bedroom" or "living-room" or "sidewalk" or "driveway" or "trail" || isPlace?.Invoke(noun) == true;
    }

    /// <summary>Returns whether a place is scenery.</summary>
    public static bool IsScenery(Phrase place) => WordSets.IsBackground(place.Words[^1]) || WordSets.IsSurface(place.Words[^1]);

    /// <summary>Returns whether a place is said by what stands behind: "in front of | a cafe".</summary>
    public static bool IsBehind(ImmutableArray<string> words, int at) => at >= 0 && at + 2 < words.Length && words[at + 1] is "front" && words[at + 2] is "of";

    /// <summary>Returns a place with its preposition.</summary>
    public static string[] Placed(Phrase result) =>
        WordClass.Places.Contains(result.Words[0]) ? [.. result.Words] : [WordSets.PrepositionOf(result), .. result.Words];
}
