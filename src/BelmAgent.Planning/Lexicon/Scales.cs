using System.Collections.Frozen;

namespace BelmAgent.Planning.Lexicon;

/// <summary>Sets of mutually exclusive adjectives: a new one replaces the old one.</summary>
internal static class Scales
{
    private static readonly FrozenSet<string>[] All = WordLexicon.Sets("scale");

    /// <summary>Returns whether two words exclude each other, such as "long" and "short".</summary>
    public static bool Oppose(string word, string other) => All.Any(scale => scale.Contains(Plain(word)) && scale.Contains(Plain(other)));

    /// <summary>Returns whether a word is on some scale.</summary>
    public static bool Has(string word) => All.Any(scale => scale.Contains(word));

    /// <summary>Returns the base form of a comparative on some scale ("shorter" gives "short"); otherwise the word itself.</summary>
    public static string Plain(string word)
    {
        if (!word.EndsWith("er", StringComparison.OrdinalIgnoreCase) || word.Length < 5 || Has(word))
        {
            return word;
        }

        var stem = word[..^2];
        string[] forms = [stem, stem + "e", stem.EndsWith('i') ? stem[..^1] + "y" : stem, stem[^1] == stem[^2] ? stem[..^1] : stem];
        return Array.Find(forms, form => Has(form) || WordSets.IsColor(form)) ?? word;
    }
}
