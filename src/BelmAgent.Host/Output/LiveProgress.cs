using System.Globalization;
using BelmAgent.Editing.Edits;
using BelmAgent.Host.Terminal;
using BelmAgent.Host.Terminal.Graphics;

namespace BelmAgent.Host.Output;

/// <summary>Progress for a person at a terminal: a preview of the picture as it stands, and a bar under it, until cleared.</summary>
/// <param name="region">Where it is drawn.</param>
/// <param name="room">The most cells that the preview may take; null shows none, and none is decoded.</param>
/// <param name="clock">Time.</param>
internal sealed class LiveProgress(LiveRegion region, CellBox? room, TimeProvider clock)
{
    private const int PreviewColumns = 32;
    private const int BarColumns = 24;
    private const int StageColumns = 12;

    // A preview runs the decoder: it may cost a tenth of the time, and never comes more often than the eye asks for.
    private const int PreviewShare = 10;
    private static readonly TimeSpan PreviewPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan DrawPause = TimeSpan.FromMilliseconds(80);

    private readonly long _start = clock.GetTimestamp();
    private TimeSpan _nextPreview = PreviewPause;
    private TimeSpan _nextDrawing;
    private IReadOnlyList<string> _preview = [];
    private (string? Stage, int Step, TimeSpan At) _first;

    private TimeSpan Now => clock.GetElapsedTime(_start);

    /// <summary>Draws how far the work is.</summary>
    public void Report(EditProgress value)
    {
        var isNews = value.Stage != _first.Stage || value.Step >= value.Steps;
        if (value.Stage != _first.Stage)
        {
            _first = (value.Stage, value.Step, Now);
        }

        if (TryPreview(value) || isNews || Now >= _nextDrawing)
        {
            region.Draw([.. _preview, Bar(value)]);
            _nextDrawing = Now + DrawPause;
        }
    }

    /// <summary>Takes it off the screen.</summary>
    public void Clear() => region.Clear();

    private bool TryPreview(EditProgress value)
    {
        if (room is not { } most || value.Preview is null || Now < _nextPreview)
        {
            return false;
        }

        var begin = Now;
        var image = value.Preview();
        var box = CellBox.Within(image, most with { Columns = Math.Min(most.Columns, PreviewColumns) });
        _preview = [.. HalfBlocks.Lines(image, box).Select(line => $"  {line}")];
        var cost = (Now - begin) * PreviewShare;
        _nextPreview = Now + (cost > PreviewPause ? cost : PreviewPause);
        return true;
    }

    private string Bar(EditProgress value)
    {
        var share = Math.Clamp((double)value.Step / Math.Max(value.Steps, 1), 0, 1);
        var filled = (int)(share * BarColumns);
        var bar = $"  {value.Stage,-StageColumns}{new string('█', filled)}{new string('░', BarColumns - filled)} ";
        return bar + share.ToString("0%", CultureInfo.InvariantCulture).PadLeft(4) + Left(value);
    }

    private string Left(EditProgress value)
    {
        var done = value.Step - _first.Step;
        return done > 0 && value.Step < value.Steps
            ? $"  {((Now - _first.At) / done * (value.Steps - value.Step)).ToString(@"m\:ss", CultureInfo.InvariantCulture)} left"
            : "";
    }
}
