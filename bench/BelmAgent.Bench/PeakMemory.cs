using System.Diagnostics;

namespace BelmAgent.Bench;

/// <summary>The most memory that this process has held at once.</summary>
internal static class PeakMemory
{
    public static long Bytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
