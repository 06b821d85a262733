using BelmAgent.Host.Terminal;
using BelmAgent.Host.Tests.Doubles;
using Spectre.Console;

namespace BelmAgent.Host.Tests.Terminal;

public sealed class ProgressViewTests : IDisposable
{
    private readonly TinyTerminal _terminal = new(width: 60, height: 5);
    private readonly ManualClock _clock = new();
    private readonly ProgressView _view;

    public ProgressViewTests() => _view = new ProgressView(_terminal.CreateConsole, _clock, new PercentageColumn());

    [Fact]
    public void Bars_are_drawn_over_the_last_ones_and_words_above_stay()
    {
        _terminal.WriteLine("said");

        _view.Draw("all", 1, 4);
        _view.Draw("a file with a long name", 1, 2);
        Assert.Equal(3, _terminal.Seen.Length);

        _view.Remove("a file with a long name");
        _view.Draw("short", 4, 4);
        Assert.Equal(["said", "all", "short"], _terminal.Seen.Select(line => line.Split(' ')[0]));
        Assert.EndsWith(" 25%", _terminal.Seen[1], StringComparison.Ordinal);
        Assert.EndsWith("100%", _terminal.Seen[2], StringComparison.Ordinal);
    }

    [Fact]
    public void It_may_grow_and_shrink()
    {
        _terminal.WriteLine("said");

        _view.Draw("one", 1, 1);
        _view.SetPreview(new Text("preview"));
        _view.Draw("one", 1, 1);
        Assert.Equal(["said", "preview", "one"], _terminal.Seen.Select(line => line.Split(' ')[0]));

        _view.Clear();
        _view.Draw("two", 1, 1);
        Assert.Equal(["said", "two"], _terminal.Seen.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void Cleared_it_leaves_the_cursor_where_it_was()
    {
        _terminal.WriteLine("said");
        _view.Draw("one", 1, 2);
        _view.Draw("two", 1, 2);

        _view.Clear();
        _view.Clear();

        Assert.Equal((1, 0), (_terminal.Row, _terminal.Column));
        Assert.Equal(["said"], _terminal.Seen);
    }

    [Fact]
    public void At_the_bottom_the_words_scroll_and_nothing_is_left_over()
    {
        foreach (var word in (string[])["one", "two", "three", "four"])
        {
            _terminal.WriteLine(word);
        }

        _view.Draw("bar", 1, 1);
        _view.SetPreview(new Text("preview"));
        _view.Draw("bar", 1, 1);
        Assert.Equal(["preview", "bar"], _terminal.Seen.Select(line => line.Split(' ')[0]).TakeLast(2));

        _view.Clear();
        _terminal.WriteLine("done");
        Assert.Equal("done", _terminal.Seen[^1]);
        Assert.DoesNotContain(_terminal.Seen, line => line.Contains("bar", StringComparison.Ordinal) || line == "preview");
    }

    [Fact]
    public void It_is_drawn_no_more_often_than_the_eye_can_follow()
    {
        _view.Draw("edit", 1, 1000);
        _view.Draw("edit", 500, 1000);
        Assert.EndsWith("  0%", _terminal.Seen[0], StringComparison.Ordinal);

        _clock.Pass(0.1);
        _view.Draw("edit", 501, 1000);
        Assert.EndsWith(" 50%", _terminal.Seen[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_is_no_markup_and_no_command()
    {
        _view.Draw("[red]\e[2J", 1, 2);

        Assert.StartsWith("[red]␛[2J", _terminal.Seen[0], StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _view.Clear();
        _terminal.Dispose();
    }
}
