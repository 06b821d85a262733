namespace BelmAgent.Imaging.Files;

/// <summary>A file could not be written because its disk or quota is full. What was there before is intact.</summary>
public sealed class DiskFullException : IOException
{
    // ENOSPC; EDQUOT on Linux and on macOS; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL as Windows results.
    private static readonly int[] UnixResults = OperatingSystem.IsMacOS() ? [28, 69] : [28, 122];
    private static readonly int[] WindowsResults = [unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>Creates the error.</summary>
    /// <param name="path">The file that was to be written.</param>
    /// <param name="inner">What the system reported.</param>
    public DiskFullException(string path, IOException inner)
        : base($"'{path}' could not be written because the disk is full: free some space and try again.", inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        HResult = inner.HResult;
        FilePath = path;
    }

    /// <summary>The file that was to be written.</summary>
    public string FilePath { get; }

    /// <summary>Whether the system's error means that a disk or quota is full.</summary>
    /// <param name="error">What the system reported.</param>
    public static bool Matches(IOException error) =>
        (OperatingSystem.IsWindows() ? WindowsResults : UnixResults).Contains(error.HResult);
}
