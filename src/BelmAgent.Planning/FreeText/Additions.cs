using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Puts new things into a caption.</summary>
internal static class Additions
{
    /// <summary>Adds something to a thing: "a dog" and "a hat" become "a dog with a hat".</summary>
    public static Placement After(FreeCaption caption, NounSpan host, Phrase what, EditType type) => With(caption, host.End, what, type);

    /// <summary>Adds something at a position, usually by "with".</summary>
    public static Placement With(FreeCaption caption, int at, Phrase what, EditType type)
    {
        // If there is already a list after "with", the new thing joins it.
        var (words, end, link) = (caption.Words, at, "with");
        if (at < words.End && words.Words[at].Equals("with", StringComparison.OrdinalIgnoreCase))
        {
            (end, link) = (NounList.EndAfter(words, at + 1), "and");
        }
        else if (at == words.End && LastPreposition(words) is "with")
        {
            link = "and";
        }

        return Insert(caption, end, [link, .. what.Words], what, type);
    }

    /// <summary>Inserts words that name something new.</summary>
    public static Placement Insert(FreeCaption caption, int at, IReadOnlyList<string> words, Phrase what, EditType type)
    {
        var end = what.IndexOfAny(WordClass.Prepositions, 1);
        return Placement.Done(new FreeCaption(caption.Words.Replace(at, at, words)), type, $"{what} appears") with
        {
            Antecedent = (end > 0 ? what[..end] : what).Bare,
        };
    }

    /// <summary>Returns the position after a thing and what it has: "a dog with a hat".</summary>
    public static int EndOfHost(CaptionText caption, NounSpan host) =>
        host.End + 1 < caption.End && (caption.Words[host.End] is "with" || (caption.Words[host.End] is "in" or "wearing" && NounFinder.At(caption.Words, host.End + 1) is { } worn && Nouns.IsGarment(caption.Words[worn.End - 1]))) ? NounList.EndAfter(caption, host.End + 1) : host.End;

    private static string? LastPreposition(CaptionText caption) =>
        caption.Words.LastOrDefault(word => WordClass.Prepositions.Contains(word) || WordClass.Auxiliaries.Contains(word));
}
