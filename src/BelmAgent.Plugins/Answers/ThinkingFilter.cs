using System.Text;

namespace BelmAgent.Plugins.Answers;

/// <summary>Removes a model's reasoning from its answer, piece by piece.</summary>
/// <remarks>
/// Reasoning is text between two of <see cref="ThinkingMarks"/>, text before an end marker without a start, and text after a start
/// marker at the beginning of a line without an end. A start marker within a line without an end, and a marker in quotes, are normal
/// text. One filter reads one answer. Not safe to share between threads.
/// </remarks>
/// <param name="holdsBack">
/// Whether nothing is returned before the end of the answer. This is necessary to remove text before an end marker without a start,
/// because text that was returned is already shown.
/// </param>
internal sealed class ThinkingFilter(bool holdsBack)
{
    private readonly StringBuilder _ready = new();
    private string _held = "";
    private string? _opening;
    private int _searched;
    private bool _isFirm;
    private bool _trims;
    private bool _isLineStart = true;
    private bool _hasGiven;
    private char _before;

    /// <summary>
    /// Gets whether there was an end marker without a start: models whose template starts the reasoning always write this way.
    /// </summary>
    public bool EndedUnbegun { get; private set; }

    /// <summary>Gets whether there was any text, reasoning or not.</summary>
    public bool HasText { get; private set; }

    /// <summary>Removes the reasoning from a complete answer.</summary>
    public static string Strip(string answer)
    {
        var filter = new ThinkingFilter(holdsBack: true);
        filter.Push(answer);
        return filter.End();
    }

    /// <summary>Processes a piece.</summary>
    /// <returns>The text that can be shown now; may be empty.</returns>
    public string Push(string piece)
    {
        HasText |= !string.IsNullOrWhiteSpace(piece);
        _held += piece;
        Read(isEnd: false);
        return holdsBack ? "" : Take();
    }

    /// <summary>Ends the answer.</summary>
    /// <returns>The remaining text; may be empty.</returns>
    public string End()
    {
        Read(isEnd: true);
        return Take();
    }

    private string Take()
    {
        var ready = _ready.ToString();
        _ready.Clear();
        _hasGiven |= ready.Length > 0;
        return ready;
    }

    private void Read(bool isEnd)
    {
        while (_opening is null ? ReadAnswer(isEnd) : ReadReasoning(isEnd))
        {
        }
    }

    // True if there is more to read.
    private bool ReadAnswer(bool isEnd)
    {
        var (index, mark) = ThinkingMarks.Find(_held);
        if (mark is null)
        {
            Emit(_held.Length - (isEnd ? 0 : ThinkingMarks.PartAtEnd(_held)));
            return false;
        }

        if (MarkSearch.IsQuoted(_held, index, _before))
        {
            Emit(index + mark.Length);
            return true;
        }

        if (ThinkingMarks.IsEnding(mark))
        {
            // Everything before it was reasoning, as far as it has not been returned.
            EndedUnbegun = true;
            _ready.Clear();
            Drop(index + mark.Length);
            _trims = !_hasGiven;
            return true;
        }

        _isFirm = MarkSearch.IsAtLineStart(_held, index, _isLineStart);
        Emit(index);
        (_opening, _searched) = (_held[..mark.Length], 0);
        Drop(mark.Length);
        return true;
    }

    private bool ReadReasoning(bool isEnd)
    {
        var (index, mark) = ThinkingMarks.FindEnding(_held.AsSpan(_searched));
        if (mark is not null)
        {
            _opening = null;
            Drop(_searched + index + mark.Length);
            _trims = _ready.Length == 0 && !_hasGiven;
            return true;
        }

        var kept = ThinkingMarks.PartAtEnd(_held);
        if (_isFirm)
        {
            _held = isEnd ? "" : _held[^kept..];
            return false;
        }

        _searched = _held.Length - kept;
        if (!isEnd)
        {
            return false;
        }

        // It has no end, so it was normal text.
        var (opening, words) = (_opening!, _held);
        (_opening, _held) = (null, "");
        Append(opening);
        _held = words;
        return true;
    }

    private void Emit(int length)
    {
        var text = _held[..length];
        _held = _held[length..];
        Append(text);
    }

    private void Append(string text)
    {
        if (_trims)
        {
            text = text.TrimStart();
            _trims = text.Length == 0;
        }

        if (text.Length == 0)
        {
            return;
        }

        _ready.Append(text);
        _isLineStart = MarkSearch.IsAtLineStart(text, text.Length, _isLineStart);
        _before = text[^1];
    }

    private void Drop(int length)
    {
        _held = _held[length..];
        (_isLineStart, _before) = (true, '\n');
    }
}
