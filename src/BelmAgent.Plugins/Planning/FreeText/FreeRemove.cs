using BelmAgent.Editing.Plans;
using BelmAgent.Plugins.Planning.Captions;
using BelmAgent.Plugins.Planning.Text;

namespace BelmAgent.Plugins.Planning.FreeText;

/// <summary>Something leaves a caption, with the words that only held it there.</summary>
internal static class FreeRemove
{
    /// <summary>Places a removal.</summary>
    public static Placement Place(FreeCaption caption, Phrase what, Phrase? antecedent)
    {
        var (span, question) = caption.Find(what, antecedent);
        if (span is not { } found)
        {
            return question!;
        }

        var words = caption.Words;
        var (from, to) = Reach(words, found, caption.BodyStart);
        var isEmpty = to - from >= words.End - caption.BodyStart
            || (from == caption.BodyStart && Weather.Read(new Phrase(words.Words[to..words.End])) is not null);
        return isEmpty
            ? Placement.Ask($"\"{caption.Text}\" says nothing else. What should be there instead?", "Nothing would be left of the caption.")
            : Placement.Done(new FreeCaption(words.Remove(from, to)), EditType.DeleteObject, $"{what.Bare} goes");
    }

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
            return (span.Start - 1, span.End);
        }

        return span.Start > body ? (VerbBefore(words, span.Start, body), span.End) : (span.Start, NextNoun(caption, span.End));
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
