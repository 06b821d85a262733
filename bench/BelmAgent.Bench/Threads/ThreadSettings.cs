using Microsoft.ML.OnnxRuntime;

namespace BelmAgent.Bench.Threads;

/// <summary>A way to distribute a network call over threads.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Threads">Threads of the call; 0 for one per core, each bound to its core by ONNX Runtime.</param>
/// <param name="Entries">Session settings, by key.</param>
internal sealed record ThreadSettings(string Name, int Threads, params (string Key, string Value)[] Entries)
{
    private const string Spinning = "session.intra_op.allow_spinning";
    private const string SpinDuration = "session.intra_op.spin_duration_us";
    private const string StopSpinning = "session.force_spinning_stop";

    /// <summary>Gets the settings to compare. The others are divided by the first.</summary>
    public static IReadOnlyList<ThreadSettings> All { get; } =
    [
        new("1 thread", 1),
        new("ONNX Runtime's default: bound to cores, spinning", 0),
        new("bound to cores, spinning within a run", 0, (StopSpinning, "1")),
        new("free, spinning within a run", Environment.ProcessorCount, (StopSpinning, "1")),
        new("free, spinning 50 µs", Environment.ProcessorCount, (StopSpinning, "1"), (SpinDuration, "50")),
        new("free, spinning 20 µs", Environment.ProcessorCount, (StopSpinning, "1"), (SpinDuration, "20")),
        new("free, spinning 10 µs", Environment.ProcessorCount, (StopSpinning, "1"), (SpinDuration, "10")),
        new("free, not spinning", Environment.ProcessorCount, (Spinning, "0")),
    ];

    /// <summary>Opens the file with these settings.</summary>
    public InferenceSession Open(string path)
    {
        using var options = new SessionOptions { IntraOpNumThreads = Threads, EnableMemoryPattern = false };
        foreach (var (key, value) in Entries)
        {
            options.AddSessionConfigEntry(key, value);
        }

        return new InferenceSession(path, options);
    }
}
