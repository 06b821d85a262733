using System.Collections.Frozen;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Adds something new to a caption, usually with "with".</summary>
internal sealed class AddRule : Rule
{
    private static readonly FrozenSet<string> Belongs = Set("to", "on", "onto", "in", "at", "into", "inside");
    private static readonly FrozenSet<string> Beside = Set("next", "beside", "besides", "near", "by");
    private static readonly FrozenSet<string> By = Set("by");

    /// <inheritdoc/>
    public override Placement? Place(Edit edit) => edit.Change is not Change.Add add ? null
        : add.What.IsEmpty || add.What.Bare.Words[0] is "something" or "anything" or "stuff" or "things" ? edit.Caption.Unclear(add.What)
        : add.What.Bare.Words is [var ordinal, var again] && Ordinal.Read(ordinal) is > 0 && edit.Caption.Spans(new Phrase(again)) is [_] ? RuleBook.Place(new Edit(edit.Caption, new Change.Count(new Phrase(again), 1, IsDifference: true), edit.Antecedent))
        : Had(edit, add) ?? Place(edit.Caption, add.What, add.Where, edit.Antecedent);

    // "give her short hair": someone with long hair then has it short.
    private static Placement? Had(Edit edit, Change.Add add) =>
        add.Where?.Words is ["to", ..] && add.What.Bare.Words.Length > 1 && Nouns.IsPart(add.What.Words[^1]) && !add.What.Words.Any(WordClass.EndsNounPhrase)
            && NounFinder.Find(edit.Words, add.What[^1..]) is [var part] && NounFinder.IsHead(edit.Words, part.End)
            ? RefineRule.Refine(edit, part, new Change.Become(add.What[^1..], add.What))
            : null;

    // After the thing that it belongs to, otherwise at the end.
    private static Placement Place(FreeCaption caption, Phrase what, Phrase? where, Phrase? antecedent)
    {
        if (Done(caption, what, where) is { } doing)
        {
            return doing;
        }

        // "steam coming off the mug": the caption's mug has it.
        if (where is null && what.Words is [_, _, .., var the, var last] && the is "the" or "that" or "his" or "her" or "its" && (WordClass.Prepositions.Contains(what.Words[^3]) || Actions.IsParticiple(what.Words[^3])) && what.Words[^3] is not ("with" or "by") && caption.Spans(new Phrase(last)) is [var owner] && NounFinder.IsHead(caption.Words.Words, owner.End))
        {
            return Additions.With(caption, owner.End, new([.. what.Words[..^2], Nouns.PronounOf(last)]), EditType.AddObject);
        }

        if (where is null || where.Words.Length == 1 || (WordSets.IsWhole(where[1..]) && where.Words is not [.., "her" or "him" or "them" or "his" or "their"]))
        {
            return Additions.With(caption, caption.Words.End, what, EditType.AddObject);
        }

        return Places.IsNamedBy(where[1..])
            ? Additions.With(caption, caption.Words.End, new([.. what.Words, "in", "the", "background"]), EditType.ChangeBackground)
            : At(caption, what, where, antecedent);
    }

    private static Placement At(FreeCaption caption, Phrase what, Phrase where, Phrase? antecedent)
    {
        var length = where.Words is ["next", "to", ..] or ["on", "top", "of", ..] or ["in", "front", "of", ..] ? where.Words[1] is "to" ? 2 : 3 : 1;
        var said = where[length..];
        if (said.IsEmpty)
        {
            return Additions.With(caption, caption.Words.End, new([.. what.Words, .. where.Words]), EditType.AddObject);
        }

        var hosts = said.IsPronoun ? caption.Find(said, antecedent).Span is { } it ? [it] : [] : caption.Spans(said);
        if (hosts is [var host])
        {
            // "a bottle of water" has the sticker, and not the bottle before its water.
            host = host.End + 1 < caption.Words.End && caption.Words.Words[host.End] is "of" && NounFinder.At(caption.Words.Words, host.End + 1) is { } content ? host with { End = content.End } : host;
            // "a cat sitting on the path": the preposition already says that the path has it.
            what = length == 1 && Belongs.Contains(where.Words[0]) && what.Words is [_, _, .., var stance] && Actions.IsStance(stance) && stance.EndsWith("ing", StringComparison.Ordinal) ? what[..^1] : what;
            var noun = caption.Words.Words[host.End - 1];
            // "a dog sitting next to him"
            if (Beside.Contains(where.Words[0]) && what.Words is [_, _, .., var pose] && Actions.IsParticiple(pose) && Additions.EndOfHost(caption.Words, host) is var next && next < caption.Words.End && NounFinder.IsPredicate(caption.Words.Words, next))
            {
                what = caption.Words.Words[next].Equals(pose, StringComparison.OrdinalIgnoreCase) ? what[..^1] : what;
                if (what.Words[^1] == pose)
                {
                    return Additions.With(caption, caption.Words.End, new([.. what.Words, .. where[..length].Words, Nouns.PronounOf(noun)]), EditType.AddObject);
                }
            }

            // "children getting on the bus"
            var isDoing = what.Words is [_, _, .., var doing1] && doing1.EndsWith("ing", StringComparison.Ordinal) && !Actions.IsStance(doing1);
            return !isDoing && Belongs.Contains(where.Words[0]) && length == 1 || where.StartsWith("on", "top")
                ? Additions.With(caption, host.End, what, EditType.AddObject)
                : Beside.Contains(where.Words[0])
                ? Additions.Insert(caption, Additions.EndOfHost(caption.Words, host), ["and", .. what.Words], what, EditType.AddObject)
                : Additions.With(caption, host.End, new([.. what.Words, .. where[..length].Words, Nouns.PronounOf(noun)]), EditType.AddObject);
        }

        // "to the girl's face": the caption has the girl but does not mention her face.
        if (hosts.Count == 0 && (Parts.Read(said) ?? Parts.OfMain(said)) is var (owner, part) && caption.Find(owner, antecedent).Span is { } whole)
        {
            if (part.Bare.Words is ["hand" or "hands" or "arms" or "paw" or "paws"] && where.Words[0] is "in" or "to" or "into")
            {
                return Additions.Insert(caption, whole.End, ["holding", .. what.Words], what, EditType.AddObject);
            }

            if (Nouns.IsWornOn(what.Words[^1], part.Words[^1]))
            {
                return Additions.With(caption, whole.End, what, EditType.AddObject);
            }

            var preposition = where.StartsWith("to") ? "on" : where.Words[0];
            return Additions.With(caption, whole.End, new([.. what.Words, preposition, Nouns.OwnerOf(caption.Words.Words[whole.End - 1]), .. part.Bare.Words]), EditType.AddObject);
        }

        if (said.IsPronoun && hosts.Count == 0)
        {
            return Additions.With(caption, caption.Words.End, new([.. what.Words, .. where.Words]), EditType.AddObject);
        }

        return hosts.Count > 1 ? caption.Find(said, antecedent).Question!
            : WordSets.IsBackdrop(said.Words[^1]) ? Additions.With(caption, caption.Words.End, new([.. what.Words, "in", .. said.Words]), EditType.AddObject)
            : where.StartsWith("to") ? caption.Missing(said)
            : Additions.With(caption, caption.Words.End, new([.. what.Words, .. where.Words]), EditType.AddObject);
    }

    // "a lion which is ridden by the woman": something existing acts on the new thing.
    private static Placement? Done(FreeCaption caption, Phrase what, Phrase? where)
    {
        var all = where is null ? what : new([.. what.Words, .. where.Words]);
        var by = all.IndexOfAny(By, 2);
        return by > 0 && by + 1 < all.Words.Length && Actions.ActiveOf(all.Words[by - 1]) is { } active && caption.Spans(all[(by + 1)..]) is [var doer]
            ? Additions.Insert(caption, doer.End, [active, .. all.Words[..(by - 1)]], all[..(by - 1)], EditType.AddObject)
            : null;
    }

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
