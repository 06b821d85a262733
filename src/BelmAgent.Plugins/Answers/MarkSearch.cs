namespace BelmAgent.Plugins.Answers;

/// <summary>Looks for markers in a text that arrives in pieces.</summary>
internal static class MarkSearch
{
    private const string Quotes = "\"'`“‘«";

    /// <summary>Returns how many characters at the end of a text may be the beginning of a marker.</summary>
    public static int PartAtEnd(ReadOnlySpan<char> text, ReadOnlySpan<string> marks)
    {
        var longest = 0;
        foreach (var mark in marks)
        {
            for (var length = Math.Min(mark.Length - 1, text.Length); length > longest; length--)
            {
                if (mark.AsSpan().StartsWith(text[^length..], StringComparison.OrdinalIgnoreCase))
                {
                    longest = length;
                }
            }
        }

        return longest;
    }

    /// <summary>Returns whether a marker is quoted, that is, mentioned and not used.</summary>
    /// <param name="text">The text.</param>
    /// <param name="index">The position of the marker.</param>
    /// <param name="before">The character before the text.</param>
    public static bool IsQuoted(ReadOnlySpan<char> text, int index, char before) => Quotes.Contains(index > 0 ? text[index - 1] : before, StringComparison.Ordinal);

    /// <summary>Returns whether there is only white space between a position and the start of its line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="index">The position.</param>
    /// <param name="isLineStart">Whether the text itself starts a line.</param>
    public static bool IsAtLineStart(ReadOnlySpan<char> text, int index, bool isLineStart)
    {
        var line = text[..index].TrimEnd(" \t\r");
        return line.IsEmpty ? isLineStart : line[^1] == '\n';
    }
}
