namespace BelmAgent.Imaging.Files;

/// <summary>Follows symbolic links to find where a path really leads and how long the file there is.</summary>
/// <remarks>Stateless; safe to call from any thread.</remarks>
public static class RealPath
{
    // The same limit as in Linux.
    private const int MaxLinks = 40;

    /// <summary>Gets the full path with all symbolic links resolved; nothing needs to exist there.</summary>
    /// <param name="path">The path; a relative one starts at the current folder.</param>
    /// <exception cref="BelmException"><c>link_loop</c>: the links form a loop.</exception>
    public static string Resolve(string path) => Follow(path) ?? throw Loop(path);

    /// <summary>Returns whether a path is a link that is part of a loop.</summary>
    /// <param name="path">The path.</param>
    public static bool IsLoop(string path) => Follow(path) is null;

    /// <summary>Creates the failure <c>link_loop</c>: symbolic links form a loop, so that they lead to no file.</summary>
    /// <param name="path">The path as given.</param>
    public static BelmException Loop(string path) => new(
        "link_loop", ErrorKind.InvalidInput, $"'{path}' is a link loop and leads to no file", "name the file itself, or fix the link")
    {
        SafeProblem = "The file is a link loop and leads to no file",
    };

    /// <summary>Gets the length in bytes of the file at a path; of a link, that of its target.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading the file is not permitted.</exception>
    public static long LengthOf(string path)
    {
        using var file = File.OpenHandle(path);
        return RandomAccess.GetLength(file);
    }

    // Null if the links form a loop.
    private static string? Follow(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        for (var links = 0; links <= MaxLinks; links++)
        {
            // The first link restarts the walk at its target, which may lead through further links.
            if (FollowFirstLink(full) is not { } followed)
            {
                return full;
            }

            full = followed;
        }

        return null;
    }

    private static string? FollowFirstLink(string full)
    {
        for (var start = Path.GetPathRoot(full)!.Length; start < full.Length;)
        {
            var end = full.IndexOf(Path.DirectorySeparatorChar, start);
            end = end < 0 ? full.Length : end;
            if (new FileInfo(full[..end]).LinkTarget is { } target)
            {
                return Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(full[..start], target) + full[end..]));
            }

            start = end + 1;
        }

        return null;
    }
}
