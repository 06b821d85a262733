using BelmAgent.Diffusion.Hub;
using BelmAgent.Host.Terminal;
using Spectre.Console;

namespace BelmAgent.Host.Models;

/// <summary>How far a pull is, on standard error: a bar with bytes and rate for a person, a line per file for a log.</summary>
internal sealed class PullProgressBar(Screen screen) : IProgress<PullProgress>, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _drawing;
    private ProgressContext? _context;
    private ProgressTask? _file;
    private ProgressTask? _all;
    private string? _name;

    public void Report(PullProgress value)
    {
        lock (_gate)
        {
            if (value.File != _name)
            {
                Begin(value);
            }

            if (_file is not null && _all is not null)
            {
                (_file.Value, _all.Value) = (value.FileBytes, value.Bytes);
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

    private void Begin(PullProgress value)
    {
        _name = value.File;
        if (!screen.Io.CanAsk)
        {
            screen.Error.WriteLine($"fetch: {PlainText.Line(value.File)}, {ModelFacts.Size(value.FileSize)}");
            return;
        }

        // Spectre draws for as long as a callback runs; the callback here hands its context out and waits.
        _drawing ??= screen.CreateDrawing().Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                _context = context;
                return _finished.Task;
            });
        _file?.StopTask();
        _all ??= _context!.AddTask("all", maxValue: Math.Max(value.Size, 1));
        _file = _context!.AddTask(Markup.Escape(PlainText.Line(value.File)), maxValue: Math.Max(value.FileSize, 1));
    }
}
