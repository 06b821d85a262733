using System.Collections.Frozen;
using System.Collections.Immutable;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Removes something from a caption, with the words that only connected or described it.</summary>
internal sealed class RemoveRule : Rule
{
    private static readonly FrozenSet<string> Measures = WordLexicon.Set("measure");

    /// <inheritdoc/>
    public override Placement? Place(Edit edit) => edit.Change is Change.Remove remove ? Place(edit.Caption, remove.What, edit.Antecedent) : null;

    private static Placement Place(FreeCaption caption, Phrase what, Phrase? antecedent)
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
        found = Measured(words, found);
        if (!NounFinder.IsHead(words.Words, found.End))
        {
            // "basil leaves" go as a whole.
            var head = found.End;
            while (!NounFinder.IsHead(words.Words, head))
            {
                head++;
            }

            if (words.Words[head - 1] is "leaves" or "slices" or "pieces" or "chunks" or "petals" or "wedges" or "cubes" && WordLexicon.IsThing(words.Words[found.End - 1]) && !WordSets.IsColor(words.Words[found.End - 1]))
            {
                return Place(caption, new Phrase(words.Words[found.Named..head]), antecedent);
            }

            // Only a modifier is named: "remove the rusty" leaves the noun, and "graffiti covered" goes as one.
            found = found.End < words.End && words.Words[found.End] is "covered" or "filled" or "topped" or "lined" or "coated" or "wearing" ? found with { End = found.End + 1 } : found;
            return Placement.Done(new FreeCaption(words.Remove(found.Named, found.End)), EditType.DeleteObject, $"{what.Bare} goes");
        }

        var (from, to) = Reach(words, found with { End = Telling.EndAfter(words, found, what) }, caption.BodyStart);
        var isEmpty = to - from >= words.End - caption.BodyStart
            || (from == caption.BodyStart && Weather.Read(new Phrase(words.Words[to..words.End])) is not null);
        return isEmpty
            ? Placement.Ask($"\"{caption.Text}\" says nothing else. What should be there instead?", "Nothing would be left of the caption.")
            : Placement.Done(new FreeCaption(Introduced(words.Remove(from, to), from)), EditType.DeleteObject, $"{what.Bare} goes") with { Gone = words.Words[found.Start..found.End] };
    }

    // "his grandfather" whose grandson went is a grandfather.
    private static CaptionText Introduced(CaptionText caption, int at) =>
        at + 1 < caption.End && at == 0 && WordClass.Possessives.Contains(caption.Words[0]) && !WordLexicon.IsPlural(caption.Words[1]) ? caption.Replace(0, 1, Article.For(caption.Words[1])) : caption;

    // "a stack | of books" goes with its books.
    private static NounSpan Measured(CaptionText caption, NounSpan span)
    {
        var words = caption.Words;
        // "a customer's beard" goes with its owner.
        if (span.Start > 1 && words[span.Start - 1] is "'s" && NounFinder.Find(words, new Phrase(words[span.Start - 2])).FirstOrDefault(owner => owner.End == span.Start - 1) is { End: > 0 } owner)
        {
            return span with { Start = owner.Start };
        }

        var measure = span.Start - 2;
        if (measure < 0 || words[span.Start - 1] is not "of" || !Measures.Contains(WordLexicon.Singular(words[measure])))
        {
            return span;
        }

        var start = measure;
        while (start > 0 && !WordClass.EndsNounPhrase(words[start - 1]) && !WordClass.Determiners.Contains(words[start]))
        {
            start--;
        }

        return span with { Start = start, Named = start };
    }

    private static (int From, int To) Reach(CaptionText caption, NounSpan span, int body)
    {
        var words = caption.Words;
        var next = span.End < caption.End ? words[span.End] : "";
        if (span.Start > body && words[span.Start - 1] is "and" or "," && next is not ("and" or ","))
        {
            return (span.Start - 1, span.End);
        }

        // "eggs, bacon and toast" without the bacon
        if (next is "and" && span.Start > body && words[span.Start - 1] is ",")
        {
            return (span.Start - 1, span.End);
        }

        // "with a canoe at the dock and mountains" without the dock
        if (next is "and" && span.Start > body + 1 && WordClass.Places.Contains(words[span.Start - 1]) && words[..(span.Start - 1)].Contains("with"))
        {
            return (StartOfPlace(words, span.Start - 1, body), span.End);
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

    // "surrounded by flowers", "on top of a box", "next to a tree": these words only connect the noun.
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

        // "looking at their phones"
        if (start - 1 > body && Actions.IsGaze(words[start - 1]) && Actions.IsParticiple(words[start - 1]))
        {
            return start - 1;
        }

        var isHeldByVerb = start - 1 > body && words[start - 1].EndsWith("ed", StringComparison.OrdinalIgnoreCase)
            && (words[preposition] is "by" or "with" || (words[preposition] is "in" && words[start - 1] is "wrapped" or "dressed" or "covered"));
        return isHeldByVerb ? start - 1 : Math.Max(start, body);
    }

    // "a woman holding a camera": holding is removed with the camera.
    private static int VerbBefore(IReadOnlyList<string> words, int at, int body) =>
        at - 1 <= body || !words[at - 1].EndsWith("ing", StringComparison.OrdinalIgnoreCase) ? at
            : at - 2 > body && words[at - 2] is "and" ? at - 2
            : at - 1;

    // "a paraglider is flying over a mountain": without it, the mountain is the caption.
    private static int NextNoun(CaptionText caption, int at)
    {
        var noun = at;
        while (noun < caption.End && !WordClass.Determiners.Contains(caption.Words[noun]) && !WordClass.Prepositions.Contains(caption.Words[noun]))
        {
            noun++;
        }

        // "on top of a branch": all of it is only the place.
        while (noun < caption.End && (WordClass.Prepositions.Contains(caption.Words[noun]) || (noun + 1 < caption.End && caption.Words[noun + 1] == "of" && noun > at)))
        {
            noun++;
        }

        return noun;
    }
}
