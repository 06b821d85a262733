using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace BelmAgent.Workflows.Tests.Doubles;

/// <summary>A worker as a process of its own, which can be killed, frozen and stopped.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly BlockingCollection<string> _lines = [];

    public WorkerProcess(string root, string? connection, bool polls, int pauseMilliseconds, string? diesAt = null)
    {
        var name = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "BelmAgent.Workflows.Worker.exe" : "BelmAgent.Workflows.Worker");
        string[] arguments = [root, connection ?? "-", polls ? "poll" : "hangfire", pauseMilliseconds.ToString(CultureInfo.InvariantCulture), .. diesAt is null ? (string[])[] : [diesAt]];
        _process = new Process { StartInfo = new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true } };
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits until the worker is at a point of its work.</summary>
    public void WaitFor(string point) => WaitForAny(point, this);

    /// <summary>Waits until one of several workers is at a point of its work, and gets that one.</summary>
    public static WorkerProcess WaitForAny(string point, params WorkerProcess[] workers)
    {
        BlockingCollection<string>[] all = [.. workers.Select(worker => worker._lines)];
        var seen = new List<string>();
        for (int index; (index = BlockingCollection<string>.TryTakeFromAny(all, out var line, Patience)) >= 0;)
        {
            if (line == point)
            {
                return workers[index];
            }

            seen.Add(line!);
        }

        Assert.Fail($"No worker said '{point}', but: {string.Join('\n', seen)}");
        throw new UnreachableException();
    }

    public void Kill() => _process.Kill();

    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    /// <summary>Asks the worker to end, and waits for it.</summary>
    public int Stop()
    {
        Signal("TERM");
        return WaitForExit();
    }

    public int WaitForExit()
    {
        Assert.True(_process.WaitForExit(Patience), "The worker did not end.");
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        // The handlers of its output end with it.
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is not null)
        {
            _lines.Add(line);
        }
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
