using Spectre.Console;
using Spectre.Console.Rendering;

namespace BelmAgent.Host.Terminal;

/// <summary>Bars in a terminal, with a preview above them, redrawn in place from the first one drawn until they are cleared.</summary>
/// <remarks>Safe to call from any thread. Nothing else may be written to the terminal while it is shown.</remarks>
/// <param name="console">Creates the console to draw on; called when something is drawn after nothing was.</param>
/// <param name="clock">Supplies the time.</param>
/// <param name="columns">The columns of each line besides its name and its bar.</param>
internal sealed class ProgressView(Func<IAnsiConsole> console, TimeProvider clock, params ProgressColumn[] columns) : IAsyncDisposable
{
    private const int BarColumns = 24;
    private const int ColumnsBesideBar = 34;

    // Drawing more often than the eye can follow only takes time.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(80);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ProgressTask> _bars = [];
    private (ProgressContext Context, TaskCompletionSource End, Task Done)? _drawing;
    private IRenderable? _preview;
    private long _drawnAt;

    /// <summary>Draws a bar, with those that are there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">How far it is filled.</param>
    /// <param name="max">The value at which it is full.</param>
    public void Draw(string name, double value, double max)
    {
        lock (_gate)
        {
            var context = (_drawing ??= Begin()).Context;
            var isNew = !_bars.TryGetValue(name, out var bar);
            bar ??= _bars[name] = context.AddTask(Markup.Escape(PlainText.Line(name)), maxValue: Math.Max(max, 1));
            bar.Value = value;
            if (isNew || value >= max || clock.GetElapsedTime(_drawnAt) >= Pause)
            {
                context.Refresh();
                _drawnAt = clock.GetTimestamp();
            }
        }
    }

    /// <summary>Sets the preview; it is drawn with the next bar.</summary>
    public void SetPreview(IRenderable preview)
    {
        lock (_gate)
        {
            (_preview, _drawnAt) = (preview, 0);
        }
    }

    /// <summary>Removes a bar, if it is there.</summary>
    public void Remove(string name)
    {
        lock (_gate)
        {
            if (_bars.Remove(name, out var bar))
            {
                _drawing?.Context.RemoveTask(bar);
            }
        }
    }

    /// <summary>Clears all from the terminal; the cursor returns to where it was before.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            if (_drawing is { } drawing)
            {
                drawing.End.SetResult();
                drawing.Done.GetAwaiter().GetResult();
                (_drawing, _preview) = (null, null);
                _bars.Clear();
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        Clear();
        return ValueTask.CompletedTask;
    }

    // Spectre draws while a callback runs; this callback passes its context out and waits.
    private (ProgressContext Context, TaskCompletionSource End, Task Done) Begin()
    {
        var terminal = console();
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ProgressContext? context = null;
        var done = new Progress(terminal, clock)
            .AutoRefresh(false)
            .AutoClear(true)
            .ExcludeVerticalPadding()
            .UseRenderHook((bars, _) => _preview is null ? bars : new Rows(_preview, bars))
            .Columns([
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = Math.Clamp(terminal.Profile.Width - ColumnsBesideBar, 1, BarColumns) },
                .. columns,
            ])
            .StartAsync(drawn =>
            {
                context = drawn;
                return end.Task;
            });
        return (context!, end, done);
    }
}
