using Spectre.Console;

namespace BelmAgent.Host.Terminal;

/// <summary>Bars on standard error from the first that is asked for until it is disposed.</summary>
/// <remarks>Not safe to share between threads.</remarks>
/// <param name="screen">Where they are drawn.</param>
/// <param name="columns">What stands in each line beside its name and its bar.</param>
internal sealed class ProgressDrawing(Screen screen, params ProgressColumn[] columns) : IAsyncDisposable
{
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _drawing;
    private ProgressContext? _context;

    /// <summary>Adds a bar.</summary>
    /// <param name="name">What stands before it, as markup.</param>
    /// <param name="most">The value at which it is full; at least 1 is taken.</param>
    public ProgressTask Add(string name, double most)
    {
        // Spectre draws for as long as a callback runs; the callback here hands its context out and waits.
        _drawing ??= screen.CreateDrawing().Progress()
            .AutoClear(true)
            .Columns([new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), .. columns])
            .StartAsync(context =>
            {
                _context = context;
                return _finished.Task;
            });
        return _context!.AddTask(name, maxValue: Math.Max(most, 1));
    }

    public async ValueTask DisposeAsync()
    {
        _finished.TrySetResult();
        if (_drawing is not null)
        {
            await _drawing;
        }
    }
}
