using System.Runtime.InteropServices;

namespace BelmAgent.Bench.Torch;

/// <summary>The processor time of the calling thread, which other programs on the machine do not affect.</summary>
internal static partial class ThreadClock
{
    private const int ThreadCpuTime = 3;

    /// <summary>Runs an action and returns its processor time.</summary>
    public static TimeSpan Time(Action run)
    {
        var start = Now();
        run();
        return Now() - start;
    }

    private static TimeSpan Now() => ReadClock(ThreadCpuTime, out var time) == 0
        ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1e3)
        : throw new PlatformNotSupportedException("Processor time of a thread cannot be read here.");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
