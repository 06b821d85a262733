using System.Collections.Frozen;
using System.Collections.Immutable;
using BelmAgent.Planning.Text;

namespace BelmAgent.Evaluation.Plans;

/// <summary>The words of a prompt, for comparing the prompts of two authors; this class is the complete rule.</summary>
/// <remarks>
/// Two prompts are <b>equal</b> if they are the same after brackets, articles, punctuation, case and spaces are removed, and "colour"
/// and "grey" are spelled "color" and "gray". They are <b>equivalent</b> if they have the same content words, each equally often, in
/// any order. Content words are what remains without articles and "some", prepositions, conjunctions, forms of "to be" and
/// possessives, after removing a plural's s and an owner's 's.
/// </remarks>
public static class PromptWords
{
    private static readonly FrozenSet<string> Articles = Set("a an the");

    private static readonly FrozenSet<string> NoContent =
        Set("some and or that which who while then there its his her their him it this these those top front middle").Concat(WordClass.Prepositions)
            .Concat(WordClass.Auxiliaries).Concat(Articles).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns a prompt without the brackets around changes.</summary>
    public static string WithoutBrackets(string prompt) => string.Join(
        ' ',
        prompt.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Returns a prompt normalised for equality.</summary>
    public static string Normalized(string prompt) => string.Join(' ', Words(prompt).Where(word => !Articles.Contains(word)));

    /// <summary>Returns whether two prompts are equal.</summary>
    public static bool AreEqual(string prompt, string other) => Normalized(prompt) == Normalized(other);

    /// <summary>Returns whether two prompts are equivalent.</summary>
    public static bool AreEquivalent(string prompt, string other) =>
        Content(prompt).Order(StringComparer.Ordinal).SequenceEqual(Content(other).Order(StringComparer.Ordinal));

    /// <summary>Returns the content words in order.</summary>
    public static ImmutableArray<string> Content(string prompt) => [.. Words(prompt).Where(IsContent).Select(Stem)];

    /// <summary>Returns whether a word is a content word.</summary>
    internal static bool IsContent(string word) => !NoContent.Contains(word);

    /// <summary>Returns a word without the plural's s or the owner's 's.</summary>
    internal static string Stem(string word)
    {
        var stem = word.ToLowerInvariant().Replace('’', '\'');
        stem = stem.EndsWith("'s", StringComparison.Ordinal) ? stem[..^2] : stem.TrimEnd('\'');
        return stem.Length > 3 && stem.EndsWith('s') && !stem.EndsWith("ss", StringComparison.Ordinal) ? stem[..^1] : stem;
    }

    private static IEnumerable<string> Words(string prompt) =>
        Phrase.Parse(WithoutBrackets(prompt)).Words.Select(word => word.ToLowerInvariant().Replace('’', '\'').Replace("colour", "color", StringComparison.Ordinal).Replace("grey", "gray", StringComparison.Ordinal));

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
