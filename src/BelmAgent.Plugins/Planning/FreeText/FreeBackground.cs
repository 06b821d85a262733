using BelmAgent.Editing.Plans;
using BelmAgent.Plugins.Planning.Captions;
using BelmAgent.Plugins.Planning.Text;

namespace BelmAgent.Plugins.Planning.FreeText;

/// <summary>What is behind the things of a caption changes, or things go elsewhere.</summary>
internal static class FreeBackground
{
    /// <summary>Sets the background of a caption that does not use the word.</summary>
    public static Placement Set(FreeCaption caption, Phrase result)
    {
        var words = caption.Words;
        if (WordSets.IsColor(result))
        {
            return Done(words.Append(["on", Article.For(result.Words[0]), .. result.Words, "background"]), result);
        }

        return PlaceAfter(words, caption.BodyStart) is { } place
            ? Done(words.Replace(place.From, place.To, [WordSets.PrepositionOf(result), .. result.Words]), result)
            : Done(words.Append(["with", .. result.Words, "in", "the", "background"]), result);
    }

    /// <summary>Puts a thing into another place: the next one that the caption names after it, or a new one.</summary>
    public static Placement MoveTo(FreeCaption caption, NounSpan thing, Phrase where) =>
        PlaceAfter(caption.Words, thing.End) is { } place
            ? Done(caption.Words.Replace(place.From, place.To, where.Words), where)
            : Done(caption.Words.Append(where.Words), where);

    // The last phrase that opens with a preposition of place: "on a beach".
    private static (int From, int To)? PlaceAfter(CaptionText caption, int start)
    {
        for (var at = caption.End - 1; at >= start; at--)
        {
            if (WordClass.Places.Contains(caption.Words[at]) && NounFinder.At(caption.Words, at + 1) is { } noun)
            {
                return (at, noun.End);
            }
        }

        return null;
    }

    private static Placement Done(CaptionText words, Phrase result) =>
        Placement.Done(new FreeCaption(words), EditType.ChangeBackground, $"the place becomes {result}");
}
