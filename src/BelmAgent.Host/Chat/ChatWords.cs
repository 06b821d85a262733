using BelmAgent.Host.Terminal;

namespace BelmAgent.Host.Chat;

/// <summary>The text of a conversation as it arrives, piece by piece; tracks whether a line has begun.</summary>
internal sealed class ChatWords(Screen screen)
{
    private readonly TextWriter _writer = screen.Words.Profile.Out.Writer;
    private bool _isLineBegun;

    /// <summary>Writes a piece of text.</summary>
    public void Write(string piece)
    {
        if (piece.Length > 0)
        {
            _writer.Write(PlainText.From(piece));
            _isLineBegun = piece[^1] != '\n';
        }
    }

    /// <summary>Ends the line, if one has begun.</summary>
    public void EndLine()
    {
        if (_isLineBegun)
        {
            _writer.WriteLine();
            _isLineBegun = false;
        }
    }

    /// <summary>Writes a complete line.</summary>
    public void WriteLine(string text)
    {
        EndLine();
        Write(text);
        EndLine();
    }
}
