using BelmAgent.Editing.Operations;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;
using BelmAgent.Host.Tests.Doubles;
using BelmAgent.Imaging;
using Spectre.Console;

namespace BelmAgent.Host.Tests.Output;

public sealed class EditProgressViewTests : IDisposable
{
    private readonly TinyTerminal _terminal = new(width: 80, height: 24);
    private readonly ManualClock _clock = new();
    private CellBox _size = new(80, 20);
    private int _previews;
    private double _previewSeconds;

    [Fact]
    public void A_bar_says_the_stage_how_far_it_is_and_how_long_it_will_take()
    {
        var progress = Create(hasPreview: false);

        progress.Report(new EditProgress("invert", 1, 5));
        _clock.Pass(2);
        progress.Report(new EditProgress("invert", 3, 5));
        Assert.Matches("^invert +━+ +60% 00:00:0[0-9]$", Assert.Single(_terminal.Seen));

        progress.Report(new EditProgress("decode", 0, 0));
        Assert.Matches("^decode +0% ", Assert.Single(_terminal.Seen));

        progress.Clear();
        Assert.Empty(_terminal.Seen);
    }

    [Fact]
    public void Another_try_is_told_from_the_first()
    {
        var progress = Create(hasPreview: false);

        progress.Report(new EditProgress("edit", 1, 2));
        progress.Report(new EditProgress("edit", 1, 2) { Attempt = 2 });

        Assert.StartsWith("edit, try 2 ━", Assert.Single(_terminal.Seen), StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_step_is_always_drawn()
    {
        var progress = Create(hasPreview: false);

        progress.Report(new EditProgress("edit", 1, 3));
        progress.Report(new EditProgress("edit", 2, 3));
        Assert.Contains(" 33%", _terminal.Seen[0], StringComparison.Ordinal);
        progress.Report(new EditProgress("edit", 3, 3));
        Assert.Contains("100%", _terminal.Seen[0], StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_log_each_stage_is_a_line()
    {
        var log = new StringWriter();
        var progress = new EditProgressView(null, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(log), Ansi = AnsiSupport.No }), _clock);

        progress.Report(new EditProgress("load", 0, 1));
        progress.Report(new EditProgress("invert", 1, 5));
        progress.Report(new EditProgress("invert", 2, 5));
        progress.Clear();

        Assert.Equal("load\ninvert: 5 steps\n", log.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_preview_stands_above_the_bar()
    {
        var progress = Create(hasPreview: true);

        Step(progress, 1);
        Assert.Single(_terminal.Seen);
        _clock.Pass(0.6);
        Step(progress, 2);

        Assert.Equal(10 + 1, _terminal.Seen.Length);
        Assert.All(_terminal.Seen[..10], line => Assert.Equal(new string('▀', 20), line.Trim()));
        progress.Clear();
        Assert.Empty(_terminal.Seen);
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(0.01, 20)]
    [InlineData(0.2, 5)]
    [InlineData(2, 1)]
    public void Previews_are_rare_and_rarer_the_longer_they_take(double previewSeconds, int most)
    {
        _previewSeconds = previewSeconds;
        var progress = Create(hasPreview: true);

        for (var step = 1; step <= 100; step++)
        {
            _clock.Pass(0.1);
            Step(progress, step);
        }

        Assert.InRange(_previews, 1, most);
    }

    [Theory]
    [InlineData(40, 12)]
    [InlineData(20, 5)]
    [InlineData(5, 2)]
    [InlineData(1, 1)]
    public void In_a_narrow_terminal_no_line_wraps(int columns, int rows)
    {
        using var narrow = new TinyTerminal(columns, rows + 3);
        _size = new CellBox(columns, rows);
        var progress = Create(narrow, hasPreview: columns > 4);

        for (var step = 1; step <= 5; step++)
        {
            _clock.Pass(1);
            Step(progress, step);
        }

        progress.Clear();
        Assert.Empty(narrow.Seen);
    }

    [Fact]
    public void Where_nobody_looks_none_is_made()
    {
        var progress = Create(hasPreview: false);

        for (var step = 1; step <= 100; step++)
        {
            _clock.Pass(1);
            Step(progress, step);
        }

        Assert.Equal(0, _previews);
    }

    public void Dispose() => _terminal.Dispose();

    private EditProgressView Create(bool hasPreview) => Create(_terminal, hasPreview);

    private EditProgressView Create(TinyTerminal terminal, bool hasPreview) => new(
        new ProgressView(terminal.CreateConsole, _clock, new PercentageColumn(), new RemainingTimeColumn()),
        terminal.CreateConsole(),
        _clock,
        hasPreview ? () => _size.ForPicture() : null);

    private void Step(EditProgressView progress, int step) => progress.Report(new EditProgress("edit", step, 100, () =>
    {
        _previews++;
        _clock.Pass(_previewSeconds);
        return RgbImage.Filled(64, 64, RgbColor.Grey);
    }));
}
