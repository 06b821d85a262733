using System.Globalization;

namespace BelmAgent.Planning.Lexicon;

/// <summary>Numbers in words, and the forms of nouns that go with them.</summary>
internal static class Numbers
{
    private static readonly string[] Words = ("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty").Split(' ');
    private static readonly Dictionary<string, int> Names = Words.Index().ToDictionary(word => word.Item, word => word.Index + 1, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns "four"; digits above twenty.</summary>
    /// <param name="number">The number, at least 1.</param>
    public static string Name(int number) => number <= Words.Length ? Words[number - 1] : number.ToString(CultureInfo.InvariantCulture);

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
    public static string Plural(string noun) => WordLexicon.IsPlural(noun) ? noun
        : WordLexicon.IrregularPlural(noun) is { } irregular ? irregular
        : noun.EndsWith("man", StringComparison.Ordinal) ? $"{noun[..^2]}en"
        : noun.EndsWith('y') && noun.Length > 2 && !"aeiou".Contains(noun[^2], StringComparison.Ordinal) ? $"{noun[..^1]}ies"
        : noun[^1] is 's' or 'x' or 'z' || noun.EndsWith("ch", StringComparison.Ordinal) || noun.EndsWith("sh", StringComparison.Ordinal) ? $"{noun}es"
        : $"{noun}s";

    /// <summary>Returns the plural of a noun in the singular, and the other way round.</summary>
    public static string Other(string noun)
    {
        var singular = Singular(noun);
        return singular == noun ? Plural(noun)
            : noun.EndsWith("ies", StringComparison.Ordinal) && WordLexicon.IsNoun(noun[..^1]) ? noun[..^1]
            : WordLexicon.IsNoun(singular) ? singular
            : noun.EndsWith("oes", StringComparison.Ordinal) && WordLexicon.IsNoun(noun[..^2]) ? noun[..^2]
            : singular;
    }

    /// <summary>Returns the singular of a noun.</summary>
    public static string Singular(string noun) => WordLexicon.IsPlural(noun) ? WordLexicon.Singular(noun) : noun;
}
