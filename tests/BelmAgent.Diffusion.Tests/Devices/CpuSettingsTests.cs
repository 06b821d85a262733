using BelmAgent.Diffusion.Devices;

namespace BelmAgent.Diffusion.Tests.Devices;

public sealed class CpuSettingsTests : IDisposable
{
    private readonly string _processors = Directory.CreateTempSubdirectory("belm-tests").FullName;

    public void Dispose() => Directory.Delete(_processors, recursive: true);

    [Fact]
    public void Threads_that_wait_sleep_after_20_microseconds_and_when_a_run_ends() => Assert.Equal(
        new Dictionary<string, string> { ["session.intra_op.spin_duration_us"] = "20", ["session.force_spinning_stop"] = "1" },
        CpuSettings.Entries);

    [Fact]
    public void A_session_on_the_processor_plans_no_memory_patterns()
    {
        using var session = ExecutionProviders.CreateSessionOptions(ExecutionProviders.Cpu, new DeviceOptions());

        Assert.False(session.EnableMemoryPattern);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_number_of_threads_that_is_set_is_used(int threads)
    {
        using var session = ExecutionProviders.CreateSessionOptions(ExecutionProviders.Cpu, new DeviceOptions { Threads = threads });

        Assert.Equal(threads, session.IntraOpNumThreads);
    }

    [Fact]
    public void On_Linux_the_number_is_never_left_to_the_runtime_which_would_bind_threads_to_cores()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems are left to ONNX Runtime.");
        using var session = ExecutionProviders.CreateSessionOptions(ExecutionProviders.Cpu, new DeviceOptions());

        Assert.InRange(session.IntraOpNumThreads, 1, Environment.ProcessorCount);
    }

    [Fact]
    public void Processors_that_share_a_core_count_once()
    {
        Processor("cpu0", "0,2");
        Processor("cpu1", "1,3");
        Processor("cpu2", "0,2");
        Processor("cpu3", "1,3");
        Directory.CreateDirectory(Path.Combine(_processors, "cpufreq"));

        Assert.Equal(2, CpuSettings.CountCores(_processors));
    }

    [Fact]
    public void Where_the_system_does_not_say_no_cores_are_counted()
    {
        Assert.Equal(0, CpuSettings.CountCores(_processors));
        Assert.Equal(0, CpuSettings.CountCores(Path.Combine(_processors, "missing")));
    }

    [Theory]
    [InlineData(16, 8, 8)] // two processors a core
    [InlineData(2, 8, 2)] // a container held to two
    [InlineData(4, 0, 4)] // cores not known
    public void A_call_takes_one_thread_a_core_within_what_the_process_may_use(int processors, int cores, int threads) =>
        Assert.Equal(threads, CpuSettings.Fewer(processors, cores));

    private void Processor(string name, string siblings)
    {
        var topology = Directory.CreateDirectory(Path.Combine(_processors, name, "topology"));
        File.WriteAllText(Path.Combine(topology.FullName, "thread_siblings_list"), siblings);
    }
}
