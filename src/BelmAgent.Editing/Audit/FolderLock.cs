namespace BelmAgent.Editing.Audit;

/// <summary>Prevents other processes from writing in a folder; the lock is released if the process is killed.</summary>
internal static class FolderLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // EWOULDBLOCK on Linux and on macOS; ERROR_SHARING_VIOLATION as a Windows result.
    private static readonly int Held = OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsMacOS() ? 35 : 11;

    /// <summary>Waits for the lock on a folder.</summary>
    /// <returns>The lock, until disposed.</returns>
    /// <exception cref="IOException">Another process has held it for ten seconds, or the folder is not writable.</exception>
    public static IDisposable Take(string folder)
    {
        var path = Path.Combine(folder, ".lock");
        var until = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException e) when (e.HResult == Held && Environment.TickCount64 < until)
            {
                Thread.Sleep(1);
            }
        }
    }
}
