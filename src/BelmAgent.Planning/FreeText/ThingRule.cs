using System.Collections.Frozen;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Exchanges a thing for another: "turn the dog into a cat".</summary>
internal sealed class ThingRule : SubjectRule
{
    private static readonly FrozenSet<string> Measures = WordLexicon.Set("measure");

    /// <inheritdoc/>
    protected override Placement? Place(Edit edit, Change.Become change, NounSpan span) =>
        Writings.StartAfter(edit.Words, span.End) >= 0 && change.Result.Words.All(word => word.Length > 1 && word.All(char.IsUpper)) ? RuleBook.Place(new Edit(edit.Caption, new Change.Write(change.Subject, change.Result), edit.Antecedent))
        : IsThing(change) || IsSameKind(edit, span, change) || IsPluralThing(edit, span, change) ? Contents(edit, span, change) ?? Exchange(edit, span, change, change.Subject) : null;

    // "make them cats"
    private static bool IsPluralThing(Edit edit, NounSpan span, Change.Become change) =>
        change.Aspect == Aspect.None && change.Result.Words is [.., var noun] && WordLexicon.IsPlural(noun) && WordLexicon.IsThing(noun) && (WordLexicon.IsPlural(edit.Words[span.End - 1]) || (Groups.IsCollective(edit.Words[span.End - 1]) && Nouns.IsAnimate(noun)))
        && !change.Result.Words.Any(word => WordClass.EndsNounPhrase(word) || Actions.IsVerb(word));

    // "a pair of boots" becomes "a pair of sandals", and "a bottle of perfume" "a jar of honey".
    private static Placement? Contents(Edit edit, NounSpan span, Change.Become change)
    {
        var (words, result) = (edit.Words, change.Result.Bare);
        var of = result.Words.IndexOf("of");
        // "a slice of chocolate cake" becomes "a slice of cheesecake".
        if (of < 0 && span.End + 1 < edit.Text.End && words[span.End] is "of" && Measures.Contains(words[span.End - 1]) && NounFinder.At(words, span.End + 1) is { } measured && WordLexicon.AreAlike(words[measured.End - 1], result.Words[^1]))
        {
            return Exchange(edit, measured with { Named = measured.Start }, change with { Result = result }, new Phrase(words[measured.Start..measured.End]));
        }

        // "a young couple" becomes "a young couple of penguins".
        if (of < 0 && Groups.IsCollective(words[span.End - 1]) && words[span.End - 1] is not "people" && !(span.End < edit.Text.End && words[span.End] is "of") && WordLexicon.IsPlural(result.Words[^1]) && Nouns.IsAnimate(result.Words[^1]) && !result.Words.Any(WordClass.EndsNounPhrase))
        {
            return edit.Done(edit.Text.Replace(span.End, span.End, ["of", .. result.Words]), EditType.ChangeObject, $"{words[span.End - 1]} becomes {result}", result);
        }

        if (of < 1 || of + 1 >= result.Words.Length || span.End + 1 >= edit.Text.End || words[span.End] is not "of" || NounFinder.At(words, span.End + 1) is not { } content)
        {
            return null;
        }

        // "a family of four having a picnic"
        content = Numbers.Read(words[content.Start]) is not null && content.End > content.Start + 1 && Actions.IsParticiple(words[content.Start + 1]) ? content with { End = content.Start + 1 } : content;
        return Nouns.Same(result.Words[of - 1], words[span.End - 1])
            ? Exchange(edit, content with { Named = content.End - 1 }, change with { Result = result[(of + 1)..] }, new Phrase(words[content.End - 1]))
            : Exchange(edit, new NounSpan(span.Start, span.Named, content.End), change, change.Subject);
    }

    /// <summary>Replaces the words of a thing by the result.</summary>
    /// <param name="edit">The edit.</param>
    /// <param name="span">The old thing.</param>
    /// <param name="change">The change.</param>
    /// <param name="said">The request's words for the old thing.</param>
    public static Placement Exchange(Edit edit, NounSpan span, Change.Become change, Phrase said)
    {
        var name = string.Join(' ', edit.Words[span.Named..span.End]);

        // What a person wears goes with the person.
        if (Nouns.IsAnimate(edit.Words[span.End - 1]) && !Nouns.IsAnimate(change.Result.Words[^1]) && WordLexicon.IsThing(change.Result.Words[^1]) && span.End + 1 < edit.Text.End && edit.Words[span.End] is "in" or "wearing"
            && NounFinder.At(edit.Words, span.End + 1) is { } worn && Nouns.IsGarment(edit.Words[worn.End - 1]))
        {
            var bare = edit.Text.Remove(span.End, NounList.EndAfter(edit.Text, span.End + 1));
            return edit.Done(NounExchange.Apply(bare, span, change.Result, said), EditType.ChangeObject, $"{name} becomes {change.Result}", change.Result.Bare, edit.Words[span.Start..NounList.EndAfter(edit.Text, span.End + 1)]);
        }

        // "a cardboard box" becomes "a wicker basket", whichever of its words the request names.
        var head = span.End;
        while (!NounFinder.IsHead(edit.Words, head) && change.Result.Words.Length > 1 && WordLexicon.IsThing(change.Result.Words[^1]) && !WordSets.IsMaterial(change.Result.Words[^1]) && WordSets.IsMaterial(edit.Words[span.End - 1]))
        {
            head++;
        }

        span = span with { End = head };
        // "a bunch of balloons" becomes "a teddy".
        if (span.Start > 1 && Article.Is(change.Result.Words[0]) && edit.Words[span.Start - 1] is "of" && Measures.Contains(edit.Words[span.Start - 2]) && WordLexicon.IsPlural(edit.Words[span.End - 1]) && NounFinder.Find(edit.Words, new Phrase(edit.Words[span.Start - 2])).FirstOrDefault(measure => measure.End == span.Start - 1) is { End: > 0 } measure)
        {
            span = span with { Start = measure.Start, Named = span.End - 1 };
        }

        var after = NounExchange.Apply(edit.Text, span, change.Result, said);

        // "on the beach" becomes "in the forest".
        var (old, now) = (edit.Words[span.End - 1], change.Result.Words[^1]);
        if (span.Start > 0 && edit.Words[span.Start - 1] is "on" && WordSets.IsSurface(old) && WordSets.IsBackground(old) && WordSets.IsBackground(now) && !WordSets.IsSurface(now))
        {
            after = after.Replace(span.Start - 1, span.Start, "in");
        }

        return edit.Done(after, EditKinds.OfExchange(edit.Text, span, change), $"{name} becomes {change.Result}", change.Result.Bare, edit.Words[span.Start..span.End]);
    }

    // "make it tea" of a coffee
    private static bool IsSameKind(Edit edit, NounSpan span, Change.Become change) =>
        change.Aspect == Aspect.None && change.Subject.IsPronoun && change.Result.Words is [var only] && WordLexicon.IsThing(only) && !WordSets.IsState(change.Result) && !WordLexicon.IsAdjective(only) && WordLexicon.AreAlike(edit.Words[span.End - 1], only);

    private static bool IsThing(Change.Become change) => change.Aspect == Aspect.None
        && ((change.Link is not ResultLink.None && !WordSets.IsState(change.Result)) || change.Result.IsIndefinite);
}
