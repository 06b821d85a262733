using System.Globalization;
using BelmAgent.Editing.Operations;
using BelmAgent.Host.Terminal;
using BelmAgent.Host.Terminal.Graphics;

namespace BelmAgent.Host.Output;

/// <summary>Progress for a user at a terminal: a preview of the current picture with a bar below it, until cleared.</summary>
/// <param name="region">The region to draw in.</param>
/// <param name="size">Gets the terminal's current size.</param>
/// <param name="hasPreview">Whether the terminal shows pictures; if false, none are decoded.</param>
/// <param name="clock">Supplies the time.</param>
internal sealed class LiveProgress(LiveRegion region, Func<CellBox> size, bool hasPreview, TimeProvider clock)
{
    private const int PreviewColumns = 32;
    private const int BarColumns = 24;
    private const int StageColumns = 14;
    private const int ColumnsBesideBar = 34;

    // A preview runs the decoder: it may take up to a tenth of the time, and is never updated more often than the eye can see.
    private const int PreviewShare = 10;
    private static readonly TimeSpan PreviewPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan DrawPause = TimeSpan.FromMilliseconds(80);

    private readonly long _start = clock.GetTimestamp();
    private TimeSpan _nextPreview = PreviewPause;
    private TimeSpan _nextDrawing;
    private IReadOnlyList<string> _preview = [];
    private (string? Stage, int Step, TimeSpan At) _first;

    private TimeSpan Now => clock.GetElapsedTime(_start);

    /// <summary>Draws the progress.</summary>
    public void Report(EditProgress value)
    {
        var stage = value.Attempt > 1 ? $"{value.Stage}, try {value.Attempt}" : value.Stage;
        var isNew = stage != _first.Stage;
        if (isNew)
        {
            _first = (stage, value.Step, Now);
        }

        if (TryPreview(value) || isNew || value.Step >= value.Steps || Now >= _nextDrawing)
        {
            region.Draw([.. _preview, Bar(value, size().Columns)]);
            _nextDrawing = Now + DrawPause;
        }
    }

    /// <summary>Clears it from the screen.</summary>
    public void Clear() => region.Clear();

    private bool TryPreview(EditProgress value)
    {
        if (!hasPreview || value.Preview is null || Now < _nextPreview)
        {
            return false;
        }

        var begin = Now;
        var image = value.Preview();
        var room = size().ForPicture();
        var box = CellBox.Within(image, room with { Columns = Math.Clamp(room.Columns - 2, 1, PreviewColumns) });
        _preview = [.. HalfBlocks.Lines(image, box).Select(line => $"  {line}")];
        var cost = (Now - begin) * PreviewShare;
        _nextPreview = Now + (cost > PreviewPause ? cost : PreviewPause);
        return true;
    }

    private string Bar(EditProgress value, int columns)
    {
        var share = Math.Clamp((double)value.Step / Math.Max(value.Steps, 1), 0, 1);
        var width = Math.Clamp(columns - ColumnsBesideBar, 0, BarColumns);
        var filled = (int)(share * width);
        var bar = $"  {_first.Stage,-StageColumns}{new string('█', filled)}{new string('░', width - filled)}"
            + $" {share.ToString("0%", CultureInfo.InvariantCulture),4}{Left(value)}";
        // A wrapped line could not be redrawn.
        return bar[..Math.Min(bar.Length, columns - 1)];
    }

    private string Left(EditProgress value)
    {
        var done = value.Step - _first.Step;
        return done > 0 && value.Step < value.Steps
            ? $"  {((Now - _first.At) / done * (value.Steps - value.Step)).ToString(@"m\:ss", CultureInfo.InvariantCulture)} left"
            : "";
    }
}
