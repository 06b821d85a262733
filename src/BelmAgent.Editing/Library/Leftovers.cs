using BelmAgent.Imaging.Files;

namespace BelmAgent.Editing.Library;

/// <summary>Cleans up temporary files that a killed process left behind.</summary>
internal static class Leftovers
{
    /// <summary>Deletes the temporary files of a folder that were last written before a time; newer ones may be in use.</summary>
    public static void Remove(string folder, DateTimeOffset before)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*" + AtomicFile.TemporarySuffix))
        {
            try
            {
                if (File.GetLastWriteTimeUtc(path) < before)
                {
                    File.Delete(path);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another process may be using or have removed it; the next cleanup tries again.
            }
        }
    }
}
