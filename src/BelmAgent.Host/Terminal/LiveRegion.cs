using System.Text;

namespace BelmAgent.Host.Terminal;

/// <summary>The last lines of a terminal, redrawn in place until they are cleared.</summary>
/// <remarks>Starts at the cursor, at the beginning of a line. Nothing else may be written while it is shown.</remarks>
/// <param name="terminal">A terminal that supports ANSI sequences.</param>
internal sealed class LiveRegion(TextWriter terminal)
{
    // Terminals that support it show the whole update at once; others ignore it.
    private const string BeginUpdate = "\e[?2026h";
    private const string EndUpdate = "\e[?2026l";
    private const string EraseToEndOfLine = "\e[K";
    private const string EraseBelow = "\e[J";

    private int _height;

    /// <summary>Draws lines in place of the previous ones.</summary>
    /// <param name="lines">Each is narrower than the terminal and resets its colours; together they are less high than the terminal.</param>
    public void Draw(IReadOnlyList<string> lines)
    {
        var update = new StringBuilder(BeginUpdate).Append(Up());
        foreach (var line in lines)
        {
            update.Append('\r').Append(line).Append(EraseToEndOfLine).Append('\n');
        }

        _height = lines.Count;
        Write(update.Append('\r').Append(EraseBelow).Append(EndUpdate));
    }

    /// <summary>Clears the lines; the cursor returns to its position before them.</summary>
    public void Clear()
    {
        if (_height > 0)
        {
            Write(new StringBuilder(Up()).Append('\r').Append(EraseBelow));
            _height = 0;
        }
    }

    private string Up() => _height > 0 ? $"\e[{_height}A" : "";

    private void Write(StringBuilder update)
    {
        terminal.Write(update.ToString());
        terminal.Flush();
    }
}
