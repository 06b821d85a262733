using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Lexicon;

/// <summary>Finds the word that a typing error was meant to be.</summary>
internal static class Spelling
{
    private const int MinLength = 3;
    private const int LongLength = 6;

    /// <summary>Returns the possible words for one that nobody knows; empty if it is known, or like no word.</summary>
    /// <param name="word">The word as typed.</param>
    /// <param name="near">The words to prefer: those of the caption.</param>
    public static IReadOnlyList<string> Meant(string word, IEnumerable<string> near)
    {
        if (word.Length < MinLength || !word.All(char.IsAsciiLetterLower) || WordLexicon.ShortForms.ContainsKey(word))
        {
            return [];
        }

        // "strawberrys"
        if (word.EndsWith("ys", StringComparison.Ordinal) && !"aeiou".Contains(word[^3], StringComparison.Ordinal) && WordLexicon.IsThing(word[..^1]))
        {
            return [$"{word[..^2]}ies"];
        }

        if (WordLexicon.Knows(word))
        {
            return [];
        }

        var here = Near(word, near);
        if (here.Count > 0)
        {
            return here;
        }

        if (word.Length == MinLength)
        {
            return [];
        }

        // "sittin"
        if (word.EndsWith("in", StringComparison.Ordinal) && Actions.IsParticiple($"{word}g"))
        {
            return [$"{word}g"];
        }

        // "waering"
        if (word.EndsWith("ing", StringComparison.Ordinal) && Actions.KnownParticiples.Where(other => other[0] == word[0] && Distance(word, other) == 1).ToList() is { Count: > 0 } participles)
        {
            return Likeliest(word, participles);
        }

        var known = Like(word, WordLexicon.Frequent);
        // "girafe"
        known = known.Count > 0 || word.Length < LongLength ? known : [.. Like(word, WordLexicon.Things).Where(other => Slip(word, other) == 0)];
        var drawn = known.Where(other => WordLexicon.IsThing(other) || WordSets.IsColor(other) || WordSets.IsMaterial(other) || Scales.Has(other) || Actions.IsVerb(other) || WordLexicon.IsAdjective(other)).ToList();
        return drawn.Count > 0 ? Likeliest(word, drawn) : known;
    }

    // The words that are one slip away, or whose plurals are: "puppies" for "pupies".
    private static List<string> Like(string word, IEnumerable<string> vocabulary)
    {
        string[] singulars = word.EndsWith("ies", StringComparison.Ordinal) ? [$"{word[..^3]}y", word[..^1]] : word.EndsWith('s') ? [word[..^1]] : [];
        var all = vocabulary.Where(other => other[0] == word[0]).ToList();
        var plurals = all.Where(other => !other.EndsWith('s') && WordLexicon.IsThing(other) && singulars.Any(one => Distance(one, other) == 1)).Select(Numbers.Plural);
        return [.. all.Where(other => Distance(word, other) == 1).Concat(plurals).Distinct()];
    }

    /// <summary>Returns the words of a caption that a word is one slip away from, or two if it is long.</summary>
    public static IReadOnlyList<string> Near(string word, IEnumerable<string> near) => [.. near
        .Where(other => other.Length >= MinLength && !WordClass.Prepositions.Contains(other) && !WordClass.Determiners.Contains(other) && !other.Equals(word, StringComparison.OrdinalIgnoreCase)
            && !Nouns.Same(word, other) && Distance(word, other.ToLowerInvariant()) <= (Math.Min(word.Length, other.Length) >= LongLength ? 2 : 1))
        .Distinct(StringComparer.OrdinalIgnoreCase)];

    // Two letters swapped, or one doubled or not, are likelier than a letter too many or too few, and that than another letter.
    private static List<string> Likeliest(string word, List<string> all) => [.. all.GroupBy(other => Slip(word, other)).MinBy(group => group.Key)!];

    private static int Slip(string word, string other)
    {
        var (longer, shorter) = word.Length > other.Length ? (word, other) : (other, word);
        var at = shorter.Zip(longer).TakeWhile(pair => pair.First == pair.Second).Count();
        return longer.Length == shorter.Length ? string.Concat(other.Order()) == string.Concat(word.Order()) ? 0 : 2 : at > 0 && longer[at] == longer[at - 1] ? 0 : 1;
    }

    // The number of letters inserted, deleted, exchanged or swapped with the next, up to 3.
    private static int Distance(string word, string other)
    {
        if (Math.Abs(word.Length - other.Length) > 2)
        {
            return 3;
        }

        var rows = new int[word.Length + 1, other.Length + 1];
        for (var i = 0; i <= word.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                rows[i, j] = i == 0 ? j : j == 0 ? i
                    : Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + (word[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && word[i - 1] == other[j - 2] && word[i - 2] == other[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[word.Length, other.Length];
    }
}
