using BelmAgent.Editing.Library;
using BelmAgent.Mcp.Configuration;
using Microsoft.Extensions.Options;

namespace BelmAgent.Mcp.Tools;

/// <summary>Decides which files a client may import: those in the configured folders and in its own roots.</summary>
/// <remarks>The roots are the client's word: they count only where client and server run as the same user. Safe to share.</remarks>
/// <param name="guard">The configured folders.</param>
/// <param name="library">Tells whether any are configured.</param>
/// <param name="options">Sets what roots mean.</param>
internal sealed class ImportFolders(PathGuard guard, IOptions<LibraryOptions> library, IOptions<McpOptions> options)
{
    /// <summary>Gets whether the client's roots make a difference.</summary>
    public bool UsesRoots => options.Value.Roots != ClientRoots.Ignore;

    /// <summary>Checks a path for reading.</summary>
    /// <param name="path">The path; a relative one starts at the first root, or else at the current folder.</param>
    /// <param name="roots">The client's roots as full paths; empty if it has none.</param>
    /// <returns>The full path without links.</returns>
    /// <exception cref="BelmException"><c>path_not_allowed</c>: it is outside the allowed folders.</exception>
    /// <exception cref="BelmException"><c>path_invalid</c>: it is not a path.</exception>
    public string Resolve(string path, IReadOnlyList<string> roots)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new BelmException("path_invalid", ErrorKind.InvalidInput, "The path is empty or contains a NUL", "give the path of an image file");
        }

        if (roots.Count == 0 || !UsesRoots)
        {
            return guard.Resolve(path);
        }

        var full = Path.GetFullPath(path, roots[0]);
        var client = new PathGuard(new LibraryOptions { Root = roots[0], AllowedRoots = [.. roots.Skip(1)] });
        return options.Value.Roots == ClientRoots.Widen ? ResolveEither(full, client)
            : library.Value.AllowedRoots.Count > 0 ? guard.Resolve(client.Resolve(full))
            : client.Resolve(full);
    }

    private string ResolveEither(string path, PathGuard client)
    {
        try
        {
            return guard.Resolve(path);
        }
        catch (BelmException e) when (e.Kind == ErrorKind.Refused)
        {
            return client.Resolve(path);
        }
    }
}
