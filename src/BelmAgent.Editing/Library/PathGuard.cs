namespace BelmAgent.Editing.Library;

/// <summary>Lets paths through only if they lie under an allowed folder, once every symbolic link on the way is followed.</summary>
/// <remarks>
/// With no allowed roots only the library's root is left. Open the path that <see cref="Resolve"/> returns, not the one
/// that was asked about: what was checked is then what is opened. The guard keeps requests in their folders; it does not
/// defend against someone who changes those folders at the same moment. Safe to share between threads.
/// </remarks>
public sealed class PathGuard
{
    private const int MaxLinks = 40;
    private readonly Lock _gate = new();

    private static readonly StringComparison Comparison =
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>Creates the guard.</summary>
    /// <param name="options">The library's root and the other allowed roots; each is made canonical here.</param>
    public PathGuard(LibraryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Roots = [.. options.AllowedRoots.Prepend(options.Root).Select(root => Canonical(root, root)).Distinct()];
    }

    /// <summary>The allowed folders in canonical form, the library's root first.</summary>
    public IReadOnlyList<string> Roots { get; private set; }

    /// <summary>Allows one more file or folder, which the person at the machine has named themselves.</summary>
    /// <param name="path">The path.</param>
    public void Allow(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var canonical = Canonical(path, path);
        lock (_gate)
        {
            Roots = [.. Roots, canonical];
        }
    }

    /// <summary>Checks a path to be read or written; nothing needs to exist there.</summary>
    /// <param name="path">The path; a relative one starts at the current folder.</param>
    /// <returns>The full path without links, to be opened instead of <paramref name="path"/>.</returns>
    /// <exception cref="PathNotAllowedException">The path lies outside the allowed folders, or its links form a ring.</exception>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    public string Resolve(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var canonical = Canonical(path, path);
        return Roots.Any(root => IsUnder(canonical, root)) ? canonical : throw new PathNotAllowedException(path, Roots);
    }

    private static bool IsUnder(string path, string root) =>
        path.Equals(root, Comparison)
        || path.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, Comparison);

    /// <summary>Follows links from the top down: the first one restarts the walk at its target.</summary>
    private string Canonical(string path, string given)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        for (var links = 0; links <= MaxLinks; links++)
        {
            var followed = FollowFirstLink(full);
            if (followed is null)
            {
                return full;
            }

            full = followed;
        }

        throw new PathNotAllowedException(given, Roots ?? []);
    }

    private static string? FollowFirstLink(string full)
    {
        var start = Path.GetPathRoot(full)!.Length;
        while (start < full.Length)
        {
            var end = full.IndexOf(Path.DirectorySeparatorChar, start);
            end = end < 0 ? full.Length : end;
            var parent = full[..start];
            if (new FileInfo(full[..end]).LinkTarget is { } target)
            {
                return Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(parent, target) + full[end..]));
            }

            start = end + 1;
        }

        return null;
    }
}
