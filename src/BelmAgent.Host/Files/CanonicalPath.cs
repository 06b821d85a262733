using BelmAgent.Editing.Library;

namespace BelmAgent.Host.Files;

/// <summary>Where a path really leads, so that two names of one file are seen as one.</summary>
internal static class CanonicalPath
{
    /// <summary>The full path with every symbolic link on the way followed; nothing needs to exist there.</summary>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        return new PathGuard(new LibraryOptions { Root = Path.GetPathRoot(full)! }).Resolve(full);
    }
}
