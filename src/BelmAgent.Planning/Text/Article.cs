namespace BelmAgent.Planning.Text;

/// <summary>Chooses between "a" and "an".</summary>
internal static class Article
{
    private static readonly string[] SilentConsonants = ["hour", "honest", "heir", "honour", "honor"];
    private static readonly string[] SpokenConsonants = ["uni", "use", "usu", "ute", "eu", "one", "once"];
    private static readonly string[] VowelsAfterAll = ["unin", "unim"];

    /// <summary>Returns the article for the word that follows it.</summary>
    public static string For(string word) => SoundsLikeVowel(word) ? "an" : "a";

    /// <summary>Returns words with their article at the start of a sentence.</summary>
    public static string Capital(string words) => $"{(SoundsLikeVowel(words) ? "An" : "A")} {words}";

    /// <summary>Returns whether a word is "a" or "an".</summary>
    public static bool Is(string word) =>
        word.Equals("a", StringComparison.OrdinalIgnoreCase) || word.Equals("an", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the words with an article if they have no determiner.</summary>
    public static Phrase Indefinite(Phrase words) => WordClass.Determiners.Contains(words.Words[0]) ? words : new([For(words.Words[0]), .. words.Words]);

    private static bool SoundsLikeVowel(string word)
    {
        bool StartsWithAny(string[] starts) => starts.Any(s => word.StartsWith(s, StringComparison.OrdinalIgnoreCase));

        return StartsWithAny(SilentConsonants)
            || StartsWithAny(VowelsAfterAll)
            || ("aeiouAEIOU".Contains(word[0], StringComparison.Ordinal) && !StartsWithAny(SpokenConsonants));
    }
}
