using System.Globalization;
using Humanizer;

namespace BelmAgent.Planning.Lexicon;

/// <summary>Numbers in words, and the forms of nouns that go with them.</summary>
internal static class Numbers
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    private static readonly Dictionary<string, int> Names = Enumerable.Range(1, 20).ToDictionary(Name, number => number, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns "four".</summary>
    public static string Name(int number) => number.ToWords(English);

    /// <summary>Returns the number that a determiner counts: 1 for "a", 2 for "both"; null if it does not count.</summary>
    public static int? Read(string word) => word.ToLowerInvariant() switch
    {
        "a" or "an" or "another" or "single" => 1,
        "both" or "pair" => 2,
        "dozen" => 12,
        _ => Names.TryGetValue(word, out var number) ? number
            : int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) && digits is > 0 and < 1000 ? digits
            : null,
    };

    /// <summary>Returns the plural of a noun.</summary>
    public static string Plural(string noun) => WordLexicon.IsPlural(noun) ? noun : noun.Pluralize(inputIsKnownToBeSingular: false);

    /// <summary>Returns the singular of a noun.</summary>
    public static string Singular(string noun) => WordLexicon.IsPlural(noun) ? WordLexicon.Singular(noun) is var known && !known.EndsWith('s') ? known : noun.Singularize(inputIsKnownToBePlural: false) : noun;
}
