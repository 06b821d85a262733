using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Replaces one noun by another while keeping the sentence grammatical.</summary>
internal static class NounExchange
{
    /// <summary>
    /// Replaces the named words and their compounds ("dog house"); adjectives that the request did not mention are kept unless the new
    /// ones exclude them.
    /// </summary>
    /// <param name="caption">The caption.</param>
    /// <param name="span">The old noun phrase.</param>
    /// <param name="result">The new noun phrase, with or without an article.</param>
    /// <param name="said">The request's words for the old one.</param>
    public static CaptionText Apply(CaptionText caption, NounSpan span, Phrase result, Phrase said)
    {
        var hasArticle = span.Start < span.Named && WordClass.Determiners.Contains(caption.Words[span.Start]);
        var bare = result.Bare;
        // "a sunflower field"
        bare = !NounFinder.IsHead(caption.Words, span.End) && WordLexicon.IsPlural(bare.Words[^1]) && !WordLexicon.IsPlural(caption.Words[span.End - 1]) && WordLexicon.IsNoun(caption.Words[span.End]) ? new([.. bare.Words[..^1], Numbers.Singular(bare.Words[^1])]) : bare;
        var isUncounted = hasArticle && NounFinder.IsHead(caption.Words, span.End) && Article.Is(caption.Words[span.Start])
            && bare.Words.Length == result.Words.Length && WordSets.IsUncounted(bare.Words[^1]) && said.Bare.Words.Length < said.Words.Length;
        var isCounted = hasArticle && WordClass.Indefinite.Contains(caption.Words[span.Start])
            && result.IsIndefinite && !(Article.Is(result.Words[0]) && Article.Is(caption.Words[span.Start]));

        // "on Mars" → "on the moon"
        var isName = !hasArticle && said.Bare.Words.Length == said.Words.Length && result.StartsWith("the") && bare.Words.Length < result.Words.Length;

        var isVerb = Actions.IsParticiple(caption.Words[span.Named]);
        var areAlike = WordLexicon.AreAlike(caption.Words[span.End - 1], bare.Words[^1]);
        var kept = caption.Words[(hasArticle ? span.Start + 1 : span.Start)..span.Named]
            .Where((word, i) => !WordLexicon.IsCompound(word, caption.Words[span.End - 1]) || span.Start + (hasArticle ? 1 : 0) + i != span.Named - 1 || WordLexicon.IsCompound(word, bare.Words[^1]))
            // "a street musician" who becomes a girl
            .Where((word, i) => span.Start + (hasArticle ? 1 : 0) + i != span.Named - 1 || !Nouns.IsAnimate(bare.Words[^1]) || !WordLexicon.IsThing(word) || WordLexicon.IsAdjective(word) || WordSets.IsColor(word) || WordSets.IsMaterial(word) || Scales.Has(word) || areAlike && !Nouns.IsPerson(bare.Words[^1]))
            .Where(word => !(bare.Words.Length > 1 && (WordSets.IsColor(word) || WordSets.IsShade(word))))
            .Where(word => !(Nouns.IsName(word) && !isVerb) && (areAlike || !IsOfOldOnly(word)) && !bare.Words.Any(other => WordSets.Oppose(word, other)) && !(bare.Words.Length > 1 && word is not "rusty" && WordSets.IsMaterial(new Phrase(word))));
        // "two children" become "two dogs", or "dogs" that are still two.
        var number = span.Named < span.End - 1 && WordClass.Indefinite.Contains(caption.Words[span.Named]) ? caption.Words[span.Named] : null;
        string[] words =
        [
            .. isCounted || isName || (!hasArticle && Article.Is(result.Words[0]) && span.Start == span.Named && WordLexicon.IsPlural(caption.Words[span.End - 1]) && NounFinder.IsHead(caption.Words, span.End)) ? [result.Words[0]] : number is not null ? [result.IsIndefinite ? result.Words[0] : number] : hasArticle && !isUncounted ? [caption.Words[span.Start]] : Array.Empty<string>(),
            .. kept,
            .. bare.Words,
        ];
        return caption.Replace(span.Start, span.End, words);
    }

    // "wrapped presents" and "a sailing ship": a train set is not wrapped, and a whale does not sail.
    private static bool IsOfOldOnly(string word) => word is "wrapped" or "sailing" or "melting" or "burning" or "parked" or "steaming" or "sliced" or "topped" or "frosted" or "melted";
}
