namespace BelmAgent.Imaging.Files;

/// <summary>Writes a file atomically: to a temporary file beside it, flushed to disk, then renamed over it.</summary>
/// <remarks>
/// Readers see the old file or the new one, never a part, even if the process is killed; a kill can leave behind only a file that ends
/// in <see cref="TemporarySuffix"/>. Safe to call from any thread; if two writers use one path, the later wins.
/// </remarks>
public static class AtomicFile
{
    /// <summary>Suffix of temporary file names.</summary>
    public const string TemporarySuffix = ".tmp";

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; an existing one is replaced. Its folder must exist.</param>
    /// <param name="write">Writes the content to the stream. If it throws, nothing changes on disk.</param>
    /// <exception cref="BelmException"><c>disk_full</c>: the disk is full.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        var temporary = TemporaryPath(path);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception)
        {
            DeleteQuietly(temporary);
            ThrowIfDiskFull(path, exception);
            throw;
        }
    }

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; an existing one is replaced. Its folder must exist.</param>
    /// <param name="write">Writes the content to the stream. If it throws or is cancelled, nothing changes on disk.</param>
    /// <param name="cancellationToken">Cancels the writing; a finished file is not undone.</param>
    /// <exception cref="BelmException"><c>disk_full</c>: the disk is full.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled before the file was renamed.</exception>
    public static async Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        cancellationToken.ThrowIfCancellationRequested();
        var temporary = TemporaryPath(path);
        try
        {
            await using (var stream = new FileStream(
                temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 81_920, useAsync: true))
            {
                await write(stream, cancellationToken);
                await stream.FlushAsync(cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            cancellationToken.ThrowIfCancellationRequested();
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception)
        {
            DeleteQuietly(temporary);
            ThrowIfDiskFull(path, exception);
            throw;
        }
    }

    /// <summary>Gets a name for a file's temporary file: beside it, hidden and unique.</summary>
    /// <param name="path">The file. The temporary name is 18 bytes longer, so a name may be valid while its temporary name is too long.</param>
    public static string TemporaryPath(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        return Path.Combine(Path.GetDirectoryName(full) ?? full, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}{TemporarySuffix}");
    }

    private static void ThrowIfDiskFull(string path, Exception exception)
    {
        if (exception is IOException error && DiskFull.Matches(error))
        {
            throw DiskFull.Failure(path, error);
        }
    }

    private static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The failure being reported is the one that matters; the owner cleans up leftovers.
        }
    }
}
