namespace BelmAgent.Planning.Text;

/// <summary>The possessive 's.</summary>
internal static class Possessive
{
    /// <summary>Returns whether a word is a possessive: "woman's".</summary>
    public static bool Is(string word) =>
        word.EndsWith("'s", StringComparison.Ordinal) || word.EndsWith("’s", StringComparison.Ordinal);

    /// <summary>Returns whether a word is the ending alone, which belongs to the word before it.</summary>
    public static bool IsEnding(string word) => word.Length == 2 && Is(word);

    /// <summary>Returns the owner's name.</summary>
    public static string Off(string word) => Is(word) ? word[..^2] : word.TrimEnd('\'', '’');
}
