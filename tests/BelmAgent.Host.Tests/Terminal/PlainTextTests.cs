using BelmAgent.Host.Terminal;

namespace BelmAgent.Host.Tests.Terminal;

public class PlainTextTests
{
    [Theory]
    [InlineData("a red car", "a red car")]
    [InlineData("ein grünes Haus 🏠 家", "ein grünes Haus 🏠 家")]
    [InlineData("\e[31mred\e[0m", "␛[31mred␛[0m")]
    [InlineData("\e]0;title\a", "␛]0;title␇")]
    [InlineData("\u009b31m\u009d", "\ufffd31m\ufffd")]
    [InlineData("back\b\b\u007f", "back␈␈␡")]
    [InlineData("car\u202Egnp.exe\u2066x\u200F", "car\ufffdgnp.exe\ufffdx\ufffd")]
    [InlineData("\0", "␀")]
    public void What_a_terminal_would_obey_is_shown(string text, string shown)
    {
        Assert.Equal(shown, PlainText.From(text));
        Assert.Equal(shown, PlainText.Line(text));
    }

    [Theory]
    [InlineData("one\r\ntwo\tthree\rfour\u2028five\u0085six", "one\ntwo\tthree\nfour\nfive\nsix", "one two three four five six")]
    [InlineData(null, "", "")]
    public void Lines_stay_or_become_one(string? text, string lines, string line)
    {
        Assert.Equal(lines, PlainText.From(text));
        Assert.Equal(line, PlainText.Line(text));
    }

    [Fact]
    public void No_control_character_passes()
    {
        var all = string.Concat(Enumerable.Range(0, 0xD800).Select(code => (char)code));

        Assert.DoesNotContain(PlainText.Line(all), char.IsControl);
    }
}
