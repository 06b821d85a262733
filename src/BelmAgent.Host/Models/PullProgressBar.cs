using BelmAgent.Diffusion.Hub;
using BelmAgent.Host.Terminal;
using Spectre.Console;

namespace BelmAgent.Host.Models;

/// <summary>The progress of a download on standard error: a bar with bytes and rate for a terminal, a line per file for a log.</summary>
internal sealed class PullProgressBar(Screen screen) : IProgress<PullProgress>, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ProgressDrawing _drawing = new(screen, new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn());
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

    public ValueTask DisposeAsync() => _drawing.DisposeAsync();

    private void Begin(PullProgress value)
    {
        _name = value.File;
        if (!screen.Io.CanAsk)
        {
            screen.Error.WriteLine($"fetch: {PlainText.Line(value.File)}, {ModelFacts.Size(value.FileSize)}");
            return;
        }

        _file?.StopTask();
        _all ??= _drawing.Add("all", value.Size);
        _file = _drawing.Add(Markup.Escape(PlainText.Line(value.File)), value.FileSize);
    }
}
