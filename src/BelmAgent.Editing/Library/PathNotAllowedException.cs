namespace BelmAgent.Editing.Library;

/// <summary>A path lies outside the folders that may be touched.</summary>
public sealed class PathNotAllowedException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="path">The path as it was given.</param>
    /// <param name="allowedRoots">The folders that may be touched.</param>
    public PathNotAllowedException(string path, IReadOnlyList<string> allowedRoots)
        : base($"'{path}' is outside the allowed folders ({string.Join(", ", allowedRoots ?? [])}): "
            + "use a file in one of them or allow its folder.")
    {
        (FilePath, AllowedRoots) = (path, allowedRoots ?? []);
    }

    /// <summary>The path as it was given.</summary>
    public string FilePath { get; }

    /// <summary>The folders that may be touched, in canonical form.</summary>
    public IReadOnlyList<string> AllowedRoots { get; }
}
