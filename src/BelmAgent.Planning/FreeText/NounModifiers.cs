using System.Collections.Frozen;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Handles the modifiers before a noun, and the place of a new adjective among them.</summary>
internal static class NounModifiers
{
    private static readonly FrozenSet<string> Adjectives = WordLexicon.Set("adjective");

    private static readonly string[] AdjectiveEndings = ["ed", "ing", "ful", "ous", "ive", "less", "ish", "able", "ible", "al", "ic", "en"];

    /// <summary>
    /// Gives a noun a state: replaces one that it excludes, before or after the noun, otherwise in the place where English puts it.
    /// </summary>
    /// <param name="caption">The caption.</param>
    /// <param name="span">The noun with its modifiers.</param>
    /// <param name="state">The new adjective.</param>
    /// <param name="named">The request's words for the thing: an adjective among them is replaced first.</param>
    public static CaptionText Set(CaptionText caption, NounSpan span, Phrase state, Phrase? named = null)
    {
        var (words, noun) = (caption.Words, span.End - 1);
        // Something "shorter" is short afterwards, unless it already was.
        Phrase plain = new([.. state.Words.Select(Scales.Plain)]);
        state = words[span.Start..noun].Any(word => plain.Words.Contains(word, StringComparer.OrdinalIgnoreCase)) ? state : plain;
        if ((Excluded(caption, span, state, at => named is not null && named.Words.Contains(words[at])) ?? Excluded(caption, span, state, _ => true)) is { } old)
        {
            return caption.Replace(old.From, old.To, state.Words);
        }

        var at = noun;
        while (at > span.Start && (IsPassed(words[at - 1], state) || (at == noun && WordLexicon.IsCompound(words[at - 1], words[noun]) && !WordSets.IsColor(words[at - 1]) && !WordSets.IsMaterial(words[at - 1]) && !Scales.Has(words[at - 1]))))
        {
            at--;
        }

        return caption.Replace(at, at, state.Words);
    }

    /// <summary>Returns the modifier that a state replaces; null if there is none.</summary>
    private static (int From, int To)? Excluded(CaptionText caption, NounSpan span, Phrase state, Func<int, bool> isMeant)
    {
        var (words, noun) = (caption.Words, span.End - 1);
        bool IsExcluded(int at) => (WordSets.IsColor(state) && WordSets.IsShade(words[at]) && Scales.Has(words[at]) && !WordSets.IsColor(words[at + 1])) || state.Words.Any(word => WordSets.Oppose(words[at], word) || (span.IsSky && WordSets.IsColor(words[at]) && Scales.Has(word)));

        // "a palm tree" instead of "a cherry tree"
        if (noun > span.Start && IsKindName(state.Words[^1]) && (IsKindName(words[noun - 1]) || WordLexicon.IsCompound(words[noun - 1], words[noun])) && !words[noun - 1].Equals(state.Words[^1], StringComparison.OrdinalIgnoreCase))
        {
            return (noun - 1, noun);
        }

        for (var at = noun - 1; at >= span.Start; at--)
        {
            if (!isMeant(at))
            {
                continue;
            }

            if (IsExcluded(at) || (state.Words.Length == 1 && Actions.IsDone(state.Words[0]) && Actions.IsDone(words[at]) && !WordSets.IsColor(words[at])) || (words[at] != state.Words[^1] && Scales.Plain(state.Words[^1]) == words[at]))
            {
                // "a dark blue sofa": the shade belongs to the colour.
                var isShaded = at > span.Start && WordSets.IsColor(words[at]) && WordSets.IsShade(words[at - 1]);
                return (isShaded ? at - 1 : at, at + 1);
            }
        }

        // "a girl with a sad face" who becomes happy
        for (var at = span.End; at + 1 < words.Length && words[span.End] is "with"; at++)
        {
            var isFace = words[at + 1] is not ("figure" or "body") && Scales.Oppose(state.Words[^1], "happy") && !WordClass.Determiners.Contains(words[at]) && !WordClass.EndsNounPhrase(words[at]);
            if ((IsExcluded(at) || isFace) && words[at + 1] is "face" or "expression" or "look" or "figure" or "body")
            {
                return (at, at + 1);
            }
        }

        var after = span.End < words.Length && words[span.End] is "is" or "are" ? span.End + 1 : span.End;
        return after < words.Length && isMeant(after) && IsExcluded(after) && NounFinder.IsHead(words, after + 1) ? (after, after + 1) : null;
    }

    // A noun that says the kind of another: "cherry" of "tree", "chocolate" of "cake".
    private static bool IsKindName(string word) =>
        WordLexicon.IsNoun(word) && !WordSets.IsColor(word) && (!WordSets.IsMaterial(word) || WordLexicon.Is(word, "food")) && !Scales.Has(word) && !WordLexicon.IsAdjective(word) && !WordClass.Determiners.Contains(word) && Numbers.Read(word) is null;

    // English order: state, colour, material, compound noun ("mountain bicycle").
    private static bool IsPassed(string word, Phrase state)
    {
        if (WordClass.Determiners.Contains(word) || WordClass.EndsNounPhrase(word))
        {
            return false;
        }

        var isColor = WordSets.IsColor(state);
        var isMaterial = WordSets.IsMaterial(state) && !isColor;
        return IsNoun(word) || Nouns.IsName(word)
            || (!isMaterial && WordSets.IsMaterial(word))
            || (!isMaterial && !isColor && WordSets.IsColor(word));
    }

    /// <summary>Returns whether a word is probably an adjective.</summary>
    public static bool IsAdjective(string word) => !IsNoun(word) && !Nouns.IsName(word);

    private static bool IsNoun(string word) =>
        !WordSets.IsColor(word) && !WordSets.IsShade(word) && !WordSets.IsMaterial(word) && !Scales.Has(word) && !Adjectives.Contains(word)
        && !Array.Exists(AdjectiveEndings, ending => word.Length > ending.Length + 2 && word.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        && !(word.EndsWith('y') && !word.EndsWith("ay", StringComparison.Ordinal) && !word.EndsWith("ey", StringComparison.Ordinal) && word.Length > 3 && word is not ("city" or "country" or "party" or "family" or "library"));
}
