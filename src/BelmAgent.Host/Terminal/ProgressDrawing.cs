using Spectre.Console;

namespace BelmAgent.Host.Terminal;

/// <summary>Bars on standard error, from the first one added until disposed.</summary>
/// <remarks>Not safe to share between threads.</remarks>
/// <param name="screen">The output.</param>
/// <param name="columns">The columns of each line besides its name and its bar.</param>
internal sealed class ProgressDrawing(Screen screen, params ProgressColumn[] columns) : IAsyncDisposable
{
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _drawing;
    private ProgressContext? _context;

    /// <summary>Adds a bar.</summary>
    /// <param name="name">Its label, as markup.</param>
    /// <param name="most">The value at which it is full; at least 1.</param>
    public ProgressTask Add(string name, double most)
    {
        // Spectre draws while a callback runs; this callback passes its context out and waits.
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
