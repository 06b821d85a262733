using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace BelmAgent.Host.Tests.Doubles;

/// <summary>A terminal of a few lines that scrolls, moves its cursor up and erases; colours and private modes are skipped.</summary>
internal sealed partial class TinyTerminal(int width, int height) : TextWriter
{
    private readonly List<char[]> _lines = [.. Enumerable.Range(0, height).Select(_ => Empty(width))];
    private string _pending = "";

    public override Encoding Encoding => Encoding.UTF8;

    public int Row { get; private set; }

    public int Column { get; private set; }

    /// <summary>Gets the visible lines that are not empty.</summary>
    public string[] Seen => [.. _lines.Select(line => new string(line).TrimEnd()).Reverse().SkipWhile(line => line.Length == 0).Reverse()];

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        _pending += value;
        while (_pending.Length > 0 && Token().Match(_pending) is { Success: true } token)
        {
            _pending = _pending[token.Length..];
            Obey(token);
        }
    }

    /// <summary>Creates a console on this terminal.</summary>
    public IAnsiConsole CreateConsole()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(this), Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, ColorSystem = ColorSystemSupport.NoColors,
        });
        (console.Profile.Width, console.Profile.Height) = (width, height);
        return console;
    }

    private static char[] Empty(int width) => [.. Enumerable.Repeat(' ', width)];

    private void Obey(Match token)
    {
        switch (token.Value)
        {
            case "\r":
                Column = 0;
                break;
            case "\n":
                // Like a console that adds the carriage return.
                (Row, Column) = (Row + 1, 0);
                break;
            case var _ when token.Groups["command"].Value == "A":
                Row = Math.Max(Row - int.Parse(token.Groups["number"].Value, CultureInfo.InvariantCulture), 0);
                break;
            case "\e[2K":
                Array.Fill(_lines[Row], ' ');
                break;
            case "\e[K" or "\e[J":
                Array.Fill(_lines[Row], ' ', Column, width - Column);
                if (token.Value == "\e[J")
                {
                    _lines.Skip(Row + 1).ToList().ForEach(line => Array.Fill(line, ' '));
                }

                break;
            case ['\e', ..]:
                break;
            default:
                Put(token.Value[0]);
                break;
        }

        if (Row == height)
        {
            _lines.RemoveAt(0);
            _lines.Add(Empty(width));
            Row--;
        }
    }

    private void Put(char character)
    {
        Assert.True(Column < width, "A line is wider than the terminal.");
        _lines[Row][Column++] = character;
    }

    [GeneratedRegex(@"^(\e\[\??(?<number>[\d;]*)(?<command>[A-Za-z])|[^\e])", RegexOptions.Singleline)]
    private static partial Regex Token();
}
