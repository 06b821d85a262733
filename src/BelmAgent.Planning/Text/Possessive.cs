namespace BelmAgent.Planning.Text;

/// <summary>The possessive 's.</summary>
internal static class Possessive
{
    /// <summary>Returns whether a word is a possessive: "woman's".</summary>
    public static bool Is(string word) =>
        word.EndsWith("'s", StringComparison.Ordinal) || word.EndsWith("’s", StringComparison.Ordinal);

    /// <summary>Returns the owner's name.</summary>
    public static string Off(string word) => Is(word) ? word[..^2] : word.TrimEnd('\'', '’');
}
