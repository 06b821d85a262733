using BelmAgent.Host.Terminal;
using BelmAgent.Host.Tests.Doubles;

namespace BelmAgent.Host.Tests.Terminal;

public sealed class LiveRegionTests : IDisposable
{
    private readonly TinyTerminal _terminal = new(width: 20, height: 5);

    [Fact]
    public void Lines_are_drawn_over_the_last_ones_and_words_above_stay()
    {
        var region = new LiveRegion(_terminal);
        _terminal.WriteLine("said");

        region.Draw(["a long first line", "second"]);
        region.Draw(["short", "2nd"]);

        Assert.Equal(["said", "short", "2nd"], _terminal.Seen);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(3, 1)]
    [InlineData(2, 0)]
    public void It_may_grow_and_shrink(int first, int then)
    {
        var region = new LiveRegion(_terminal);
        _terminal.WriteLine("said");

        region.Draw([.. Enumerable.Repeat("old", first)]);
        region.Draw([.. Enumerable.Repeat("new", then)]);

        Assert.Equal(["said", .. Enumerable.Repeat("new", then)], _terminal.Seen);
    }

    [Fact]
    public void Cleared_it_leaves_the_cursor_where_it_was()
    {
        var region = new LiveRegion(_terminal);
        _terminal.WriteLine("said");
        region.Draw(["one", "two"]);

        region.Clear();
        region.Clear();

        Assert.Equal((1, 0), (_terminal.Row, _terminal.Column));
        Assert.Equal(["said"], _terminal.Seen);
    }

    [Fact]
    public void At_the_bottom_the_words_scroll_and_nothing_is_left_over()
    {
        var region = new LiveRegion(_terminal);
        foreach (var word in (string[])["one", "two", "three", "four"])
        {
            _terminal.WriteLine(word);
        }

        region.Draw(["bar"]);
        region.Draw(["preview", "bar"]);
        Assert.Equal(["three", "four", "preview", "bar"], _terminal.Seen);

        region.Clear();
        _terminal.WriteLine("done");
        Assert.Equal(["three", "four", "done"], _terminal.Seen);
    }

    public void Dispose() => _terminal.Dispose();
}
