using System.Diagnostics;

namespace BelmAgent.Bench;

/// <summary>The peak memory of this process.</summary>
internal static class PeakMemory
{
    public static long Bytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
