using System.Diagnostics;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using Microsoft.ML.OnnxRuntime;

namespace BelmAgent.Bench.Device;

/// <summary>A way to run a network, with its times, or with the fault that prevents it from running.</summary>
internal sealed class Contender : IDisposable
{
    private readonly List<double> _seconds = [];
    private readonly Action? _run;
    private readonly IDisposable? _owned;

    private Contender(string name, Action? run, IDisposable? owned, string? fault) => (Name, _run, _owned, Fault) = (name, run, owned, fault);

    public string Name { get; }

    /// <summary>Gets why it does not run; null if it does.</summary>
    public string? Fault { get; private set; }

    /// <summary>Gets the median of the seconds per run.</summary>
    public double Median => _seconds.Count == 0 ? double.NaN : _seconds.Order().ElementAt(_seconds.Count / 2);

    public static Contender Try(string name, Func<(Action Run, IDisposable? Owned)> open)
    {
        try
        {
            var (run, owned) = open();
            return new Contender(name, run, owned, null);
        }
        catch (Exception e) when (IsExpected(e))
        {
            return new Contender(name, null, null, Line(e));
        }
    }

    public void Run(bool isCounted)
    {
        if (Fault is not null)
        {
            return;
        }

        try
        {
            var start = Stopwatch.GetTimestamp();
            _run!();
            if (isCounted)
            {
                _seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }
        catch (Exception e) when (IsExpected(e))
        {
            Fault = Line(e);
        }
    }

    public void Dispose() => _owned?.Dispose();

    private static bool IsExpected(Exception e) => e is OnnxRuntimeException or BelmException or NotSupportedException;

    private static string Line(Exception e) => e.Message.ReplaceLineEndings(" ").Replace('|', '/').Trim();
}
