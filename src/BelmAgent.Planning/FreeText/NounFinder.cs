using System.Collections.Frozen;
using System.Collections.Immutable;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Finds noun phrases in a caption by the words of a request.</summary>
internal static class NounFinder
{
    private static readonly FrozenSet<string> NamedIng = WordLexicon.Set("named-ing");

    private static readonly FrozenSet<string> ClauseOpenings = "the a an his her its their she he it they".Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns every occurrence of a phrase.</summary>
    public static IReadOnlyList<NounSpan> Find(ImmutableArray<string> caption, Phrase phrase)
    {
        // "a cup of coffee" is one thing, if the caption says so.
        var bare = phrase.Bare;
        var first = bare.IndexOfAny(WordClass.Prepositions, 1);
        if (first > 0 && bare.Words[first] is "of" && bare.IndexOfAny(WordClass.Prepositions, first + 1) < 0 && Matches(caption, bare.Words) is { Count: > 0 } named)
        {
            return named;
        }

        var core = Core(phrase).Words;
        if (core.IsEmpty)
        {
            return [];
        }

        var whole = Matches(caption, core);
        if (whole.Count > 0)
        {
            // "the dog" in "a dog beside a dog house": the one that is a separate noun.
            var heads = whole.Where(span => IsHead(caption, span.End)).ToList();
            if (heads.Count > 0)
            {
                return whole.Count > 1 ? heads : whole;
            }

            // "the light" is not in "a light bulb", which is one noun.
            whole = [.. whole.Where(span => core.Length > 1 || WordSets.IsColor(core[0]) || WordSets.IsMaterial(core[0]) || !WordLexicon.IsCompound(caption[span.End - 1], caption[span.End]))];
            if (whole.Count > 0 || core.Length == 1)
            {
                return whole;
            }
        }

        if (core.Length > 1 && Ordinal.Read(core[0]) is { } place)
        {
            var all = Find(caption, new Phrase(core[1..]));
            return Ordinal.Pick(all, place);
        }

        // "the brown dog" in "a brown fluffy dog": the noun, with the other words somewhere before it.
        return [.. Matches(caption, core[^1..]).Where(span => core[..^1].All(word => ContainsWord(caption[span.Start..span.End], word)))];
    }

    /// <summary>Returns the noun phrase that ends before the first boundary after a position; used for "it" and after prepositions.</summary>
    public static NounSpan? At(ImmutableArray<string> caption, int start)
    {
        var end = start;
        while (end < caption.Length && !WordClass.EndsNounPhrase(caption[end]) && !(end > start && IsPredicate(caption, end)))
        {
            end++;
        }

        return end > start ? new NounSpan(start, end - 1, end) : null;
    }

    /// <summary>Returns how many leading words of a request name something in the caption.</summary>
    public static int MentionLength(ImmutableArray<string> caption, Phrase words)
    {
        var start = words.Words.Length - words.Bare.Words.Length;
        while (start < words.Words.Length - 1 && Possessive.Is(words.Words[start]))
        {
            start++;
        }

        for (var end = words.Words.Length; end > start; end--)
        {
            if (!WordClass.Determiners.Contains(words.Words[end - 1]) && !WordClass.EndsNounPhrase(words.Words[start]) && !(end - 1 > start && WordClass.Places.Contains(words.Words[end - 1])) && Matches(caption, words.Words[start..end]).Count > 0)
            {
                return end;
            }
        }

        return 0;
    }

    /// <summary>Returns whether a noun phrase ends before a position.</summary>
    public static bool IsHead(ImmutableArray<string> caption, int end) =>
        end >= caption.Length || WordClass.EndsNounPhrase(caption[end]) || WordClass.Determiners.Contains(caption[end]) || IsPredicate(caption, end);

    /// <summary>Returns whether a participle continues after a noun: "woman holding a camera", "girl surrounded by flowers".</summary>
    public static bool IsPredicate(ImmutableArray<string> caption, int at) =>
        IsParticiple(caption, 0, at)
        || (at > 0 && at + 1 < caption.Length && IsPassive(caption[at]) && WordClass.Prepositions.Contains(caption[at + 1]) && !WordClass.Determiners.Contains(caption[at - 1]));

    /// <summary>Returns whether a verb starts a new part: "woman holding a camera", but not "a smiling woman".</summary>
    public static bool IsParticiple(ImmutableArray<string> caption, int start, int at) =>
        at > start && (Actions.IsParticiple(caption[at]) || (caption[at].Length > 5 && caption[at].EndsWith("ing", StringComparison.OrdinalIgnoreCase) && !NamedIng.Contains(caption[at])))
        && !WordClass.Determiners.Contains(caption[at - 1])
        && caption[at - 1] is not ("and" or ",");

    private static List<NounSpan> Matches(ImmutableArray<string> caption, ImmutableArray<string> core)
    {
        var found = new List<NounSpan>();
        for (var at = 0; at + core.Length <= caption.Length; at++)
        {
            if (Enumerable.Range(0, core.Length).All(i => Nouns.Same(caption[at + i], core[i])))
            {
                found.Add(new NounSpan(StartOf(caption, at), at, at + core.Length));
            }
        }

        return found;
    }

    private static int StartOf(ImmutableArray<string> caption, int at)
    {
        while (at > 0 && (!WordClass.EndsNounPhrase(caption[at - 1]) || JoinsAdjectives(caption, at - 1)) && !WordClass.Determiners.Contains(caption[at])
            && !IsPredicate(caption, at - 1))
        {
            at--;
        }

        return at;
    }

    /// <summary>Returns the words that name the thing itself: without article, owner, and everything from a preposition on.</summary>
    public static Phrase Core(Phrase phrase)
    {
        var bare = phrase.Bare;
        var relative = bare.IndexOfAny(WordClass.Relatives, 1);
        bare = relative > 0 ? bare[..relative] : bare;
        // "the mug | the man is holding"
        var clause = bare.IndexOfAny(ClauseOpenings, 1);
        bare = clause > 0 && !WordClass.Prepositions.Contains(bare.Words[clause - 1]) ? bare[..clause] : bare;
        var end = bare.IndexOfAny(WordClass.Prepositions, 1);
        end = end > 1 && (bare.Words[end - 1].EndsWith("ing", StringComparison.OrdinalIgnoreCase) || IsPassive(bare.Words[end - 1])) ? end - 1 : end;
        var core = end < 0 ? bare : bare[..end];
        var owner = core.Words.Select((word, i) => Possessive.Is(word) ? i + 1 : 0).DefaultIfEmpty().Max();
        return owner < core.Words.Length ? core[owner..] : core;
    }

    // "blue and yellow balloons"
    private static bool JoinsAdjectives(ImmutableArray<string> caption, int at) =>
        at > 0 && at + 1 < caption.Length && caption[at] is "and" && WordSets.IsColor(caption[at - 1]) && WordSets.IsColor(caption[at + 1]);

    private static bool IsPassive(string word) =>
        (word.Length > 4 && word.EndsWith("ed", StringComparison.OrdinalIgnoreCase)) || word is "made" or "seen" or "worn" or "held" or "shown" or "hung" or "built";

    private static bool ContainsWord(ImmutableArray<string> words, string word) => words.Any(other => Nouns.Same(other, word));
}

/// <summary>The position of a noun phrase in a caption.</summary>
/// <param name="Start">Its first word: the article or number, if there is one.</param>
/// <param name="Named">The first word that the request named.</param>
/// <param name="End">The position after its last word.</param>
internal readonly record struct NounSpan(int Start, int Named, int End)
{
}
