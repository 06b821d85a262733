namespace BelmAgent.Plugins.Answers;

/// <summary>Looks for marks in a text that arrives in pieces.</summary>
internal static class MarkSearch
{
    private const string Quotes = "\"'`“‘«";

    /// <summary>How many characters at a text's end may be the beginning of a mark.</summary>
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

    /// <summary>Returns whether what stands here is quoted: the words speak of the mark and do not use it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="index">Where the mark begins.</param>
    /// <param name="before">What came before the text.</param>
    public static bool IsQuoted(ReadOnlySpan<char> text, int index, char before) => Quotes.Contains(index > 0 ? text[index - 1] : before, StringComparison.Ordinal);

    /// <summary>Returns whether only white space stands between here and the line's start.</summary>
    /// <param name="text">The text.</param>
    /// <param name="index">Where.</param>
    /// <param name="isLineStart">Whether the text itself begins a line.</param>
    public static bool IsAtLineStart(ReadOnlySpan<char> text, int index, bool isLineStart)
    {
        var line = text[..index].TrimEnd(" \t\r");
        return line.IsEmpty ? isLineStart : line[^1] == '\n';
    }
}
