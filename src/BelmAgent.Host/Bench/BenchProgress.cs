using BelmAgent.Editing.Operations;
using BelmAgent.Evaluation.Edits;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;
using Spectre.Console;

namespace BelmAgent.Host.Bench;

/// <summary>The progress of a benchmark on standard error: a bar for a terminal, a line at every twentieth for a log.</summary>
internal sealed class BenchProgress(Screen screen, TimeProvider clock) : IProgress<EditBenchmarkProgress>, IAsyncDisposable
{
    private const int Lines = 20;
    private readonly ProgressBar _bar = new(screen);
    private readonly long _start = clock.GetTimestamp();
    private int _before;
    private int _line;

    public void Report(EditBenchmarkProgress value)
    {
        if (screen.Io.CanAsk)
        {
            _bar.Report(new EditProgress("edits", value.Done, value.Total));
            return;
        }

        if (value.Last is null)
        {
            _before = value.Done;
            screen.Error.WriteLine($"edits: {value.Total}, {value.Done} of them done before");
        }
        else if (value.Done * Lines / value.Total > _line)
        {
            screen.Error.WriteLine(FormattableString.Invariant($"edits: {value.Done} of {value.Total}, about {Left(value):0} min left"));
        }

        _line = value.Done * Lines / value.Total;
    }

    public ValueTask DisposeAsync() => _bar.DisposeAsync();

    private double Left(EditBenchmarkProgress value) =>
        clock.GetElapsedTime(_start).TotalMinutes / (value.Done - _before) * (value.Total - value.Done);
}
