using BelmAgent.Plugins.Planning.Text;

namespace BelmAgent.Plugins.Planning.FreeText;

/// <summary>Exchanges one noun for another so that the sentence stays grammatical.</summary>
internal static class NounExchange
{
    /// <summary>Exchanges the named words; adjectives that the request did not name stay unless the new ones exclude them.</summary>
    /// <param name="caption">The caption.</param>
    /// <param name="span">The old noun phrase.</param>
    /// <param name="result">The new noun phrase, with or without an article.</param>
    /// <param name="said">How the request named the old one.</param>
    public static CaptionText Apply(CaptionText caption, NounSpan span, Phrase result, Phrase said)
    {
        var hasArticle = span.Start < span.Named && WordClass.Determiners.Contains(caption.Words[span.Start]);
        var bare = result.Bare;
        var isUncounted = hasArticle && Article.Is(caption.Words[span.Start])
            && bare.Words.Length == result.Words.Length && WordSets.IsUncounted(bare.Words[^1]) && said.Bare.Words.Length < said.Words.Length;
        var isCounted = hasArticle && WordClass.Indefinite.Contains(caption.Words[span.Start])
            && result.IsIndefinite && !(Article.Is(result.Words[0]) && Article.Is(caption.Words[span.Start]));

        // "on Mars" → "on the moon"
        var isName = !hasArticle && said.Bare.Words.Length == said.Words.Length && result.StartsWith("the") && bare.Words.Length < result.Words.Length;

        var kept = caption.Words[(hasArticle ? span.Start + 1 : span.Start)..span.Named]
            .Where(word => !bare.Words.Any(other => WordSets.Oppose(word, other)) && !(bare.Words.Length > 1 && WordSets.IsMaterial(new Phrase(word))));
        string[] words =
        [
            .. isCounted || isName ? [result.Words[0]] : hasArticle && !isUncounted ? [caption.Words[span.Start]] : Array.Empty<string>(),
            .. kept,
            .. bare.Words,
        ];
        return caption.Replace(span.Start, span.End, words);
    }
}
