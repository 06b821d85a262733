using System.Collections.Frozen;
using System.Collections.Immutable;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Soundness;

/// <summary>The words of a prompt that say something.</summary>
internal static class ContentWords
{
    private static readonly FrozenSet<string> NoContent = WordLexicon.Set("no-content").Concat(WordClass.Prepositions).Concat(WordClass.Auxiliaries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the words of a prompt in one spelling: lower case, without brackets, "color" and "gray".</summary>
    public static IEnumerable<string> Spelled(string prompt) =>
        Phrase.Parse(prompt.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal)).Words
            .Select(SpelledWord);

    /// <summary>Returns a word in one spelling.</summary>
    public static string SpelledWord(string word) =>
        word.ToLowerInvariant().Replace('’', '\'').Replace("colour", "color", StringComparison.Ordinal).Replace("grey", "gray", StringComparison.Ordinal);

    /// <summary>Returns the content words in order.</summary>
    public static ImmutableArray<string> Content(string prompt) => [.. Spelled(prompt).Where(IsContent).Select(Stem)];

    /// <summary>Returns whether a word is a content word.</summary>
    public static bool IsContent(string word) => !NoContent.Contains(word);

    /// <summary>Returns a word without the plural's s or the owner's 's.</summary>
    public static string Stem(string word)
    {
        var stem = word.ToLowerInvariant().Replace('’', '\'');
        stem = stem.EndsWith("'s", StringComparison.Ordinal) ? stem[..^2] : stem.TrimEnd('\'');
        return stem.Length > 3 && stem.EndsWith('s') && !stem.EndsWith("ss", StringComparison.Ordinal) ? stem[..^1] : stem;
    }
}
