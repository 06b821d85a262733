using BelmAgent.Editing.Operations;
using BelmAgent.Host.Terminal;
using Spectre.Console;

namespace BelmAgent.Host.Output;

/// <summary>Progress on standard error: a bar for a terminal, a line per stage for a log.</summary>
/// <remarks>Nothing is drawn before the first report, so questions can be asked until then.</remarks>
internal sealed class ProgressBar(Screen screen) : IProgress<EditProgress>, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ProgressDrawing _drawing = new(screen, new PercentageColumn(), new RemainingTimeColumn());
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

    public ValueTask DisposeAsync() => _drawing.DisposeAsync();

    private void Begin(EditProgress value)
    {
        _stage = value.Stage;
        if (!screen.Io.CanAsk)
        {
            screen.Error.WriteLine(value.Steps > 1 ? $"{value.Stage}: {value.Steps} steps" : value.Stage);
            return;
        }

        _bar?.StopTask();
        _bar = _drawing.Add(value.Stage, value.Steps);
    }
}
