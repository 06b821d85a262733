using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Finds what a pronoun stands for if nothing was mentioned before.</summary>
internal static class Pronouns
{
    /// <summary>Returns the only thing of the caption that a pronoun fits; null if there is none, or several.</summary>
    public static NounSpan? Resolve(FreeCaption caption, Phrase pronoun)
    {
        if (pronoun.Words is not [var word])
        {
            return null;
        }

        var words = caption.Words.Words;
        var heads = Enumerable.Range(caption.BodyStart, Math.Max(0, caption.Words.End - caption.BodyStart))
            .Where(at => NounFinder.IsHead(words, at + 1) && !WordClass.EndsNounPhrase(words[at]) && !WordClass.Determiners.Contains(words[at])).ToList();
        return word.ToLowerInvariant() switch
        {
            "he" or "him" or "his" => Only(Nouns.IsMale) ?? Only(noun => Nouns.IsPerson(noun) && !Nouns.IsFemale(noun) && !WordLexicon.IsPlural(noun)),
            "she" or "her" => Only(Nouns.IsFemale) ?? Only(noun => Nouns.IsPerson(noun) && !Nouns.IsMale(noun) && !WordLexicon.IsPlural(noun)),
            "they" or "them" or "their" => Only(noun => Nouns.IsAnimate(noun) && (WordLexicon.IsPlural(noun) || noun is "people" or "couple")) ?? Only(Nouns.IsPerson) ?? Only(noun => WordLexicon.IsPlural(noun) && !Nouns.IsGarment(noun)),
            _ => null,
        };

        NounSpan? Only(Func<string, bool> fits) =>
            heads.Where(at => fits(words[at])).ToList() is [var one] && NounFinder.Find(words, new Phrase(words[one])).FirstOrDefault(span => span.End == one + 1) is { End: > 0 } span ? span : null;
    }

    /// <summary>Returns what "it" stands for that becomes something of its own kind: the cello that becomes a guitar; null if that is the caption's subject, or unclear.</summary>
    public static NounSpan? OfKind(FreeCaption caption, Phrase result)
    {
        var words = caption.Words.Words;
        // "make it a marble fountain": the caption's fountain
        if (result.Bare.Words.Length > 1 && result.IsIndefinite && caption.Main() is { } first && !Nouns.Same(words[first.End - 1], result.Words[^1])
            && NounFinder.Find(words, result[^1..]) is [var named] && NounFinder.IsHead(words, named.End))
        {
            return named;
        }

        // "make it a cafe": the place of those in a library
        if (result.IsIndefinite && result.Bare.Words.Length == 1 && (WordSets.IsBackground(result.Words[^1]) || WordLexicon.Is(result.Words[^1], "room", "building", "place")) && !WordLexicon.IsKind(result.Words[^1], "animal")
            && caption.Main() is { } doer && (Nouns.IsAnimate(words[doer.End - 1]) || Groups.IsCollective(words[doer.End - 1])) && !Nouns.IsAnimate(result.Words[^1]) && Places.PlaceAfter(caption.Words, doer.End, noun => WordLexicon.Is(noun, "room", "building", "place")) is var (from, to)
            && NounFinder.At(words, from + 1) is { } ground && ground.End == to)
        {
            return ground with { Named = ground.End - 1 };
        }

        var isUncounted = result.Words is [var only1] && WordLexicon.IsThing(only1) && !WordLexicon.IsAdjective(only1) && !WordSets.IsColor(only1) && !WordSets.IsMaterial(only1) && !Scales.Has(only1) && !WordLexicon.IsPlural(only1);
        if (!(result.IsIndefinite || isUncounted) || caption.Main() is not { } main || WordLexicon.AreAlike(words[main.End - 1], result.Words[^1]) || (result.IndexOfAny(WordClass.Prepositions) >= 0))
        {
            return null;
        }

        var alike = words[..caption.Words.End].Where(word => word != words[main.End - 1] && WordLexicon.AreAlike(word, result.Words[^1])).Distinct().ToList();
        // Of milk and a cup of coffee, the cup's content is meant.
        alike = alike.Count > 1 && alike.FindAll(word => words.IndexOf(word) is > 0 and var at && words[at - 1] is "of") is [_] contents ? contents : alike;
        return alike is [var only]
            && NounFinder.Find(words, new Phrase(only)) is [var span] && NounFinder.IsHead(words, span.End) ? span : null;
    }
}
