namespace BelmAgent.Plugins.Answers.ToolCalls;

/// <summary>A position in a text that may be incomplete.</summary>
/// <param name="text">The text so far.</param>
/// <param name="position">The start.</param>
/// <param name="isWhole">Whether the text is complete.</param>
internal sealed class CallText(string text, int position, bool isWhole)
{
    /// <summary>Gets or sets the position.</summary>
    public int Position { get; set; } = position;

    /// <summary>Gets whether reading needed more text than has arrived: a failure may then be temporary.</summary>
    public bool RanOut { get; private set; }

    /// <summary>Gets the next character; '\0' if there is none.</summary>
    public char Next
    {
        get
        {
            if (Position < text.Length)
            {
                return text[Position];
            }

            RanOut |= !isWhole;
            return '\0';
        }
    }

    /// <summary>Gets whether all text so far was read.</summary>
    public bool IsAtEnd => Position >= text.Length;

    /// <summary>Skips white space.</summary>
    /// <param name="isLineKept">Whether to stop at the end of a line.</param>
    /// <returns>This instance.</returns>
    public CallText SkipSpace(bool isLineKept = false)
    {
        while (Position < text.Length && char.IsWhiteSpace(text[Position]) && !(isLineKept && text[Position] == '\n'))
        {
            Position++;
        }

        return this;
    }

    /// <summary>Reads words if they are next.</summary>
    public bool TryTake(string words)
    {
        var rest = text.AsSpan(Position);
        if (rest.StartsWith(words, StringComparison.OrdinalIgnoreCase))
        {
            Position += words.Length;
            return true;
        }

        RanOut |= !isWhole && words.AsSpan().StartsWith(rest, StringComparison.OrdinalIgnoreCase);
        return false;
    }

    /// <summary>Reads the first of several words that is next.</summary>
    public bool TryTakeAny(IEnumerable<string> words) => words.Any(TryTake);

    /// <summary>Reads the longest run of characters of a kind.</summary>
    public string TakeWhile(Func<char, bool> isTaken)
    {
        var start = Position;
        while (Position < text.Length && isTaken(text[Position]))
        {
            Position++;
        }

        RanOut |= !isWhole && Position == text.Length;
        return text[start..Position];
    }

    /// <summary>Reads the name of a function: letters, digits and <c>_ - .</c>; a number after a colon is a call counter and is dropped.</summary>
    /// <returns>The name; null if there is none here.</returns>
    public string? TakeName()
    {
        var name = TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
        if (name.Length > 0 && Next == ':')
        {
            Position++;
            TakeWhile(char.IsAsciiDigit);
        }

        return name.Length > 0 ? name : null;
    }

    /// <summary>Reads everything up to the first of several words, which are not consumed.</summary>
    /// <returns>The text; null if none of them occurs.</returns>
    public string? TakeUntil(params ReadOnlySpan<string> words)
    {
        var end = -1;
        foreach (var word in words)
        {
            var found = text.IndexOf(word, Position, StringComparison.OrdinalIgnoreCase);
            end = found >= 0 && (end < 0 || found < end) ? found : end;
        }

        if (end < 0)
        {
            RanOut |= !isWhole;
            return null;
        }

        var taken = text[Position..end];
        Position = end;
        return taken;
    }
}
