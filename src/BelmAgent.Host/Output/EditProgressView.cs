using BelmAgent.Editing.Operations;
using BelmAgent.Host.Terminal;
using Spectre.Console;

namespace BelmAgent.Host.Output;

/// <summary>The progress of an edit on standard error: a bar at a terminal, below a preview where pictures can be shown; a line per stage in a log.</summary>
/// <remarks>Nothing is drawn before the first report, so questions can be asked until then.</remarks>
/// <param name="view">The bar; null for lines in the log.</param>
/// <param name="log">The log.</param>
/// <param name="clock">Supplies the time.</param>
/// <param name="room">Gets the space for previews; null for none, so that none are decoded.</param>
internal sealed class EditProgressView(ProgressView? view, IAnsiConsole log, TimeProvider clock, Func<CellBox>? room = null) : IProgress<EditProgress>, IAsyncDisposable
{
    private const int PreviewColumns = 32;

    // A preview runs the decoder: it may take up to a tenth of the time, and is never updated more often than the eye can see.
    private const int PreviewShare = 10;
    private static readonly TimeSpan PreviewPause = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly long _start = clock.GetTimestamp();
    private TimeSpan _nextPreview = PreviewPause;
    private string? _stage;

    private TimeSpan Now => clock.GetElapsedTime(_start);

    /// <summary>Creates the progress of edits on a screen.</summary>
    /// <param name="screen">The screen.</param>
    /// <param name="clock">Supplies the time.</param>
    /// <param name="hasPreview">Whether the terminal shows pictures.</param>
    public static EditProgressView Create(Screen screen, TimeProvider clock, bool hasPreview = false) => new(
        screen.Io.CanAsk ? new ProgressView(screen.CreateDrawing, clock, new PercentageColumn(), new RemainingTimeColumn()) : null,
        screen.Error,
        clock,
        hasPreview ? () => screen.Size.ForPicture() : null);

    /// <summary>Waits for work that reports here, and then takes the display away.</summary>
    /// <param name="work">The work.</param>
    public async Task<T> UntilAsync<T>(Task<T> work)
    {
        await using (this)
        {
            return await work;
        }
    }

    public void Report(EditProgress value)
    {
        if (value.Finished is not null)
        {
            return;
        }

        lock (_gate)
        {
            if (view is null)
            {
                Log(value);
                return;
            }

            var stage = value.Attempt > 1 ? $"{value.Stage}, try {value.Attempt}" : value.Stage;
            if (_stage is { } last && last != stage)
            {
                view.Remove(last);
            }

            _stage = stage;
            Preview(view, value);
            view.Draw(stage, value.Step, value.Steps);
        }
    }

    /// <summary>Clears the bar, so that text can be written; the next report draws it again.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            view?.Clear();
        }
    }

    public ValueTask DisposeAsync()
    {
        Clear();
        return ValueTask.CompletedTask;
    }

    private void Log(EditProgress value)
    {
        if (value.Stage != _stage)
        {
            _stage = value.Stage;
            log.WriteLine(value.Steps > 1 ? $"{value.Stage}: {value.Steps} steps" : value.Stage);
        }
    }

    private void Preview(ProgressView shown, EditProgress value)
    {
        if (room is null || value.Preview is null || Now < _nextPreview)
        {
            return;
        }

        var begin = Now;
        var image = value.Preview();
        var space = room();
        shown.SetPreview(new HalfBlockPicture(image, CellBox.Within(image, space with { Columns = Math.Clamp(space.Columns - 2, 1, PreviewColumns) })));
        var cost = (Now - begin) * PreviewShare;
        _nextPreview = Now + (cost > PreviewPause ? cost : PreviewPause);
    }
}
