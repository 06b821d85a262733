using BelmAgent.Host.Terminal;

namespace BelmAgent.Host.Chat;

/// <summary>The words of a conversation as they arrive, piece by piece; knows whether a line has begun.</summary>
internal sealed class ChatWords(Screen screen)
{
    private readonly TextWriter _writer = screen.Words.Profile.Out.Writer;
    private bool _isLineBegun;

    /// <summary>Writes a piece of what is said.</summary>
    public void Write(string piece)
    {
        if (piece.Length > 0)
        {
            _writer.Write(PlainText.Of(piece));
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

    /// <summary>Writes a whole line.</summary>
    public void WriteLine(string text)
    {
        EndLine();
        Write(text);
        EndLine();
    }
}
