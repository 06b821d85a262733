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
}
