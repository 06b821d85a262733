namespace BelmAgent.Imaging.Files;

/// <summary>Detection of full disks.</summary>
/// <remarks>Stateless; safe to call from any thread.</remarks>
public static class DiskFull
{
    // ENOSPC; EDQUOT on Linux and on macOS; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL as Windows results.
    private static readonly int[] UnixResults = OperatingSystem.IsMacOS() ? [28, 69] : [28, 122];
    private static readonly int[] WindowsResults = [unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>Returns whether the system's error means that a disk or quota is full.</summary>
    /// <param name="error">The system's exception.</param>
    public static bool Matches(IOException error) =>
        (OperatingSystem.IsWindows() ? WindowsResults : UnixResults).Contains(error.HResult);

    /// <summary>Creates the failure <c>disk_full</c>: a file could not be written; what was there before is intact.</summary>
    /// <param name="path">The file that was to be written.</param>
    /// <param name="inner">The system's exception.</param>
    public static BelmException Failure(string path, IOException inner) => new(
        "disk_full", ErrorKind.NotUsable, $"'{path}' could not be written because the disk is full", "free some space and try again", inner)
    {
        SafeProblem = "A file could not be written because the disk is full",
    };
}
