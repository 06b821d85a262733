using System.Collections.Frozen;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Adds something new to a caption, usually with "with".</summary>
internal static class FreeAdd
{
    private static readonly FrozenSet<string> Belongs = Set("to", "on", "onto", "in", "at", "into", "inside");
    private static readonly FrozenSet<string> Beside = Set("next", "beside", "besides", "near", "by");
    private static readonly FrozenSet<string> By = Set("by");

    /// <summary>Applies an addition: after the thing that it belongs to, otherwise at the end.</summary>
    public static Placement Place(FreeCaption caption, Change.Add add, Phrase? antecedent = null)
    {
        var (what, where) = (add.What, add.Where);
        if (WordSets.IsStyle(what) && (where is null || what.Words.Contains("style")))
        {
            return FreeStyle.Apply(caption, what);
        }

        if (where is null && what.Bare.Words is not ["sun"] && Weather.Read(what) is { } weather)
        {
            return Placement.Done(new FreeCaption(weather.ApplyTo(caption.Words)), EditType.ChangeBackground, $"the image is {weather.Phrase}");
        }

        if (Done(caption, what, where) is { } doing)
        {
            return doing;
        }

        if (where is null || where.Words.Length == 1 || WordSets.IsWhole(where[1..]))
        {
            return With(caption, caption.Words.End, what, EditType.AddObject);
        }

        return FreeBackground.IsNamedBy(where[1..])
            ? With(caption, caption.Words.End, new([.. what.Words, "in", "the", "background"]), EditType.ChangeBackground)
            : At(caption, what, where, antecedent);
    }

    /// <summary>Adds something to a thing: "a dog" and "a hat" become "a dog with a hat".</summary>
    public static Placement After(FreeCaption caption, NounSpan host, Phrase what, EditType type) => With(caption, host.End, what, type);

    private static Placement At(FreeCaption caption, Phrase what, Phrase where, Phrase? antecedent)
    {
        var length = where.Words is ["next", "to", ..] or ["on", "top", "of", ..] or ["in", "front", "of", ..] ? where.Words[1] is "to" ? 2 : 3 : 1;
        var said = where[length..];
        if (said.IsEmpty)
        {
            return With(caption, caption.Words.End, new([.. what.Words, .. where.Words]), EditType.AddObject);
        }

        var hosts = said.IsPronoun ? caption.Find(said, antecedent).Span is { } it ? [it] : [] : caption.Spans(said);
        if (hosts is [var host])
        {
            // "a cat sitting on the path": the preposition already says that the path has it.
            what = length == 1 && Belongs.Contains(where.Words[0]) && what.Words is [_, _, .., var stance] && Actions.IsStance(stance) ? what[..^1] : what;
            var noun = caption.Words.Words[host.End - 1];
            return Belongs.Contains(where.Words[0]) && length == 1 || where.StartsWith("on", "top")
                ? With(caption, host.End, what, EditType.AddObject)
                : Beside.Contains(where.Words[0])
                ? Insert(caption, EndOfHost(caption.Words, host), ["and", .. what.Words], what, EditType.AddObject)
                : With(caption, host.End, new([.. what.Words, .. where[..length].Words, Nouns.PronounOf(noun)]), EditType.AddObject);
        }

        // "to the girl's face": the caption has the girl but does not mention her face.
        if (hosts.Count == 0 && (FreePart.Read(said) ?? FreePart.OfMain(said)) is var (owner, part) && caption.Find(owner, antecedent).Span is { } whole)
        {
            if (part.Bare.Words is ["hand" or "hands" or "arms" or "paw" or "paws"] && where.Words[0] is "in" or "to" or "into")
            {
                return Insert(caption, whole.End, ["holding", .. what.Words], what, EditType.AddObject);
            }

            if (Worn.IsOn(what.Words[^1], part.Words[^1]))
            {
                return With(caption, whole.End, what, EditType.AddObject);
            }

            var preposition = where.StartsWith("to") ? "on" : where.Words[0];
            return With(caption, whole.End, new([.. what.Words, preposition, Nouns.OwnerOf(caption.Words.Words[whole.End - 1]), .. part.Bare.Words]), EditType.AddObject);
        }

        return hosts.Count > 1 ? caption.Find(said, antecedent).Question!
            : WordSets.IsBackdrop(said.Words[^1]) ? With(caption, caption.Words.End, new([.. what.Words, "in", .. said.Words]), EditType.AddObject)
            : where.StartsWith("to") ? caption.Missing(said)
            : With(caption, caption.Words.End, new([.. what.Words, .. where.Words]), EditType.AddObject);
    }

    // "a lion which is ridden by the woman": something existing acts on the new thing.
    private static Placement? Done(FreeCaption caption, Phrase what, Phrase? where)
    {
        var all = where is null ? what : new([.. what.Words, .. where.Words]);
        var by = all.IndexOfAny(By, 2);
        return by > 0 && by + 1 < all.Words.Length && Actions.ActiveOf(all.Words[by - 1]) is { } active && caption.Spans(all[(by + 1)..]) is [var doer]
            ? Insert(caption, doer.End, [active, .. all.Words[..(by - 1)]], all[..(by - 1)], EditType.AddObject)
            : null;
    }

    private static Placement With(FreeCaption caption, int at, Phrase what, EditType type)
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

    private static Placement Insert(FreeCaption caption, int at, IReadOnlyList<string> words, Phrase what, EditType type)
    {
        var end = what.IndexOfAny(WordClass.Prepositions, 1);
        return Placement.Done(new FreeCaption(caption.Words.Replace(at, at, words)), type, $"{what} appears") with
        {
            Antecedent = (end > 0 ? what[..end] : what).Bare,
        };
    }

    // "a dog with a hat": things beside the dog come after its hat.
    private static int EndOfHost(CaptionText caption, NounSpan host) =>
        host.End < caption.End && caption.Words[host.End] is "with" ? NounList.EndAfter(caption, host.End + 1) : host.End;

    private static string? LastPreposition(CaptionText caption) =>
        caption.Words.LastOrDefault(word => WordClass.Prepositions.Contains(word) || WordClass.Auxiliaries.Contains(word));

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
