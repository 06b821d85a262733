namespace BelmAgent.Plugins.Answers.ToolCalls;

/// <summary>A place in a text that may not have arrived whole.</summary>
/// <param name="text">What has arrived.</param>
/// <param name="position">Where to begin.</param>
/// <param name="isWhole">Whether nothing more will arrive.</param>
internal sealed class CallText(string text, int position, bool isWhole)
{
    /// <summary>Gets or sets how far it was read.</summary>
    public int Position { get; set; } = position;

    /// <summary>Gets or sets whether more was looked for than has arrived: what failed may yet come true.</summary>
    public bool RanOut { get; private set; }

    /// <summary>Gets the next character; '\0' where there is none.</summary>
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

    /// <summary>Gets whether everything was read, as far as it has arrived.</summary>
    public bool IsAtEnd => Position >= text.Length;

    /// <summary>Continues past white space.</summary>
    /// <param name="isLineKept">Whether to stop at a line's end.</param>
    /// <returns>This.</returns>
    public CallText SkipSpace(bool isLineKept = false)
    {
        while (Position < text.Length && char.IsWhiteSpace(text[Position]) && !(isLineKept && text[Position] == '\n'))
        {
            Position++;
        }

        return this;
    }

    /// <summary>Takes words if they stand here.</summary>
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

    /// <summary>Takes the first of several words that stands here.</summary>
    public bool TryTakeAny(IEnumerable<string> words) => words.Any(TryTake);

    /// <summary>Takes the longest run of characters of a kind.</summary>
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

    /// <summary>Takes the name of a function: letters, digits and <c>_ - .</c>; a number after a colon counts the calls and is dropped.</summary>
    /// <returns>The name; null when there is none here.</returns>
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

    /// <summary>Takes all up to the first of several words, which stay.</summary>
    /// <returns>What was taken; null when none of them comes.</returns>
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
