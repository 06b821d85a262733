namespace BelmAgent.Diffusion.Devices;

/// <summary>How network calls share the processor's cores (decision 0019).</summary>
internal static class CpuSettings
{
    private const string LinuxProcessors = "/sys/devices/system/cpu";

    /// <summary>Gets the session settings of the CPU provider, by key.</summary>
    /// <remarks>
    /// A thread that waits for its next share of a call looks for it for 20 µs and then sleeps: long enough for most gaps inside a
    /// call, and too short to keep a core from whoever else needs it. The networks take turns, each with threads of its own, so those of
    /// the last one stop looking when its run ends.
    /// </remarks>
    public static IReadOnlyDictionary<string, string> Entries { get; } = new Dictionary<string, string>
    {
        ["session.intra_op.spin_duration_us"] = "20",
        ["session.force_spinning_stop"] = "1",
    };

    private static readonly int DefaultThreads = OperatingSystem.IsLinux() ? Fewer(Environment.ProcessorCount, CountCores(LinuxProcessors)) : 0;

    /// <summary>Gets the threads of a call: the number that is set, or one a core, as many as the process may use.</summary>
    /// <remarks>
    /// Left to itself, ONNX Runtime takes every core of the machine, whatever the process is held to, and binds its threads to them, so
    /// that one waits for a busy core while another is idle. Other systems than Linux are left to it: 0.
    /// </remarks>
    public static int ThreadsOf(DeviceOptions options) => options.Threads > 0 ? options.Threads : DefaultThreads;

    /// <summary>Counts the cores by the processors that share one; 0 where the system does not say.</summary>
    /// <param name="folder">Linux' folder of processors.</param>
    internal static int CountCores(string folder)
    {
        try
        {
            return Directory.EnumerateDirectories(folder, "cpu*")
                .Select(processor => Path.Combine(processor, "topology", "thread_siblings_list"))
                .Where(File.Exists)
                .Select(File.ReadAllText)
                .Distinct()
                .Count();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Gets the lower number, of those that are known.</summary>
    /// <param name="processors">Processors that the process may use: its affinity and its container's quota count.</param>
    /// <param name="cores">Cores of the machine; 0 when not known.</param>
    internal static int Fewer(int processors, int cores) => cores == 0 ? processors : Math.Min(processors, cores);
}
