using BelmAgent.Editing.Edits;
using BelmAgent.Host.Terminal;
using Spectre.Console;

namespace BelmAgent.Host.Output;

/// <summary>Progress on standard error: a bar for a person, a line per stage for a log.</summary>
/// <remarks>Nothing is drawn before the first report, so a question may be asked until then.</remarks>
internal sealed class ProgressBar(Screen screen) : IProgress<EditProgress>, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _drawing;
    private ProgressContext? _context;
    private ProgressTask? _bar;
    private string? _stage;

    public void Report(EditProgress value)
    {
        lock (_gate)
        {
            if (value.Stage != _stage)
            {
                Begin(value);
            }

            if (_bar is not null)
            {
                _bar.Value = value.Step;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _finished.TrySetResult();
        if (_drawing is not null)
        {
            await _drawing;
        }
    }

    private void Begin(EditProgress value)
    {
        _stage = value.Stage;
        if (!screen.Io.CanAsk)
        {
            screen.Error.WriteLine(value.Steps > 1 ? $"{value.Stage}: {value.Steps} steps" : value.Stage);
            return;
        }

        if (_drawing is null)
        {
            // Spectre draws for as long as a callback runs; the callback here hands its context out and waits.
            _drawing = screen.CreateDrawing().Progress()
                .AutoClear(true)
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(context =>
                {
                    _context = context;
                    return _finished.Task;
                });
        }

        _bar?.StopTask();
        _bar = _context!.AddTask(value.Stage, maxValue: Math.Max(value.Steps, 1));
    }
}
