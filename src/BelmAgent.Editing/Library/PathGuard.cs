using BelmAgent.Imaging.Files;

namespace BelmAgent.Editing.Library;

/// <summary>Allows paths only if they are under an allowed folder after all symbolic links are resolved.</summary>
/// <remarks>
/// Without allowed roots, only the library's root is allowed. Open the path that <see cref="Resolve"/> returns, not the one that was
/// passed in, so that the opened path is the one that was checked. The guard keeps requests within their folders; it does not defend
/// against someone who changes those folders at the same moment. Safe to share between threads.
/// </remarks>
public sealed class PathGuard
{
    private readonly Lock _gate = new();

    private static readonly StringComparison Comparison =
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>Creates the guard.</summary>
    /// <param name="options">The library's root and the other allowed roots; all are made canonical here.</param>
    public PathGuard(LibraryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Roots = [.. options.AllowedRoots.Prepend(options.Root).Select(root => RealPath.Resolve(root)).Distinct()];
    }

    /// <summary>Gets the allowed folders in canonical form, the library's root first.</summary>
    public IReadOnlyList<string> Roots { get; private set; }

    /// <summary>Allows another file or folder, which the local user has named explicitly.</summary>
    /// <param name="path">The path.</param>
    public void Allow(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var canonical = RealPath.Resolve(path);
        lock (_gate)
        {
            Roots = [.. Roots, canonical];
        }
    }

    /// <summary>Checks a path for reading or writing; nothing needs to exist there.</summary>
    /// <param name="path">The path; a relative one starts at the current folder.</param>
    /// <returns>The full path without links, to be opened instead of <paramref name="path"/>.</returns>
    /// <exception cref="BelmException"><c>path_not_allowed</c>: the path is outside the allowed folders.</exception>
    /// <exception cref="BelmException"><c>link_loop</c>: its links form a loop.</exception>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    public string Resolve(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var canonical = RealPath.Resolve(path);
        return Roots.Any(root => IsUnder(canonical, root)) ? canonical : throw NotAllowed(path);
    }

    private BelmException NotAllowed(string path) => new(
        "path_not_allowed", ErrorKind.Refused, $"'{path}' is outside the allowed folders ({string.Join(", ", Roots)})", "use a file in one of them or allow its folder")
    {
        SafeProblem = "The file is outside the allowed folders",
    };

    private static bool IsUnder(string path, string root) =>
        path.Equals(root, Comparison)
        || path.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, Comparison);
}
