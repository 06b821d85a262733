using System.Collections.Immutable;

namespace BelmAgent.Planning.FreeText;

/// <summary>Text that a caption quotes: "a sign | that says OPEN".</summary>
internal static class Writings
{
    /// <summary>Returns the position after the words that something says; the given position if it says none.</summary>
    public static int EndAfter(ImmutableArray<string> words, int at)
    {
        var start = StartAfter(words, at);
        if (start < 0)
        {
            return at;
        }

        if (start < words.Length && words[start] is "\"" or "'" or "“")
        {
            var quote = start + 1;
            while (quote < words.Length && words[quote] is not ("\"" or "'" or "”"))
            {
                quote++;
            }

            return Math.Min(quote + 1, words.Length);
        }

        var end = start;
        while (end < words.Length && char.IsLetterOrDigit(words[end][0]) && (end == start || char.IsUpper(words[end][0])))
        {
            end++;
        }

        return end;
    }

    /// <summary>Returns the position of the first word that something says; −1 if it says none.</summary>
    public static int StartAfter(ImmutableArray<string> words, int at) =>
        at + 2 < words.Length && words[at] is "that" or "which" && words[at + 1] is "says" or "say" or "reads" or "read" or "spells" ? at + 2
        : at + 1 < words.Length && words[at] is "saying" or "reading" or "spelling" or "labeled" or "labelled" ? at + 1
        : at + 3 < words.Length && words[at] is "with" && words[at + 1] is "the" && words[at + 2] is "word" or "words" or "text" ? at + 3
        : -1;
}
