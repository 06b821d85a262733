using System.Collections.Frozen;
using System.Collections.Immutable;
using BelmAgent.Planning.Soundness;

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

    /// <summary>Returns a prompt without the brackets around changes.</summary>
    public static string WithoutBrackets(string prompt) => string.Join(
        ' ',
        prompt.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Returns a prompt normalised for equality.</summary>
    public static string Normalized(string prompt) => string.Join(' ', ContentWords.Spelled(prompt).Where(word => !Articles.Contains(word)));

    /// <summary>Returns whether two prompts are equal.</summary>
    public static bool AreEqual(string prompt, string other) => Normalized(prompt) == Normalized(other);

    /// <summary>Returns whether two prompts are equivalent.</summary>
    public static bool AreEquivalent(string prompt, string other) =>
        Content(prompt).Order(StringComparer.Ordinal).SequenceEqual(Content(other).Order(StringComparer.Ordinal));

    /// <summary>Returns the content words in order.</summary>
    public static ImmutableArray<string> Content(string prompt) => ContentWords.Content(prompt);

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
