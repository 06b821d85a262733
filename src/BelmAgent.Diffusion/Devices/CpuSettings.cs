namespace BelmAgent.Diffusion.Devices;

/// <summary>Settings for how network calls share the processor's cores (decision 0019).</summary>
internal static class CpuSettings
{
    private const string LinuxProcessors = "/sys/devices/system/cpu";

    /// <summary>Gets the session settings of the CPU provider, by key.</summary>
    /// <remarks>
    /// A thread that waits for its next share of a call spins for 20 µs and then sleeps: long enough for most gaps within a call, and
    /// too short to block a core that others need. The networks run in turn, each with threads of its own, so the threads of the
    /// previous one stop spinning when its run ends.
    /// </remarks>
    public static IReadOnlyDictionary<string, string> Entries { get; } = new Dictionary<string, string>
    {
        ["session.intra_op.spin_duration_us"] = "20",
        ["session.force_spinning_stop"] = "1",
    };

    private static readonly int DefaultThreads = OperatingSystem.IsLinux() ? Fewer(Environment.ProcessorCount, CountCores(LinuxProcessors)) : 0;

    /// <summary>Gets the number of threads of a call: the configured number, or one per core that the process may use.</summary>
    /// <remarks>
    /// By default, ONNX Runtime uses every core of the machine regardless of the process's affinity, and binds its threads to cores,
    /// so a thread may wait for a busy core while another core is idle. On systems other than Linux its default is kept: 0.
    /// </remarks>
    public static int ThreadsOf(DeviceOptions options) => options.Threads > 0 ? options.Threads : DefaultThreads;

    /// <summary>Counts the cores by the processors that share one; 0 if the system does not report this.</summary>
    /// <param name="folder">The folder in which Linux describes its processors.</param>
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

    /// <summary>Gets the lower of the two numbers, as far as they are known.</summary>
    /// <param name="processors">Processors that the process may use, by its affinity and its container's quota.</param>
    /// <param name="cores">Cores of the machine; 0 if not known.</param>
    internal static int Fewer(int processors, int cores) => cores == 0 ? processors : Math.Min(processors, cores);
}
