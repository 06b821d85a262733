using BelmAgent.Imaging.Files;

namespace BelmAgent.Diffusion.Models;

/// <summary>
/// The cache that Hugging Face's clients keep: <c>models--OWNER--NAME/snapshots/REVISION</c> holds the files' names, as links into
/// <c>models--OWNER--NAME/blobs</c>, and <c>refs/main</c> the revision that was fetched last.
/// </summary>
internal static class HubCache
{
    private const string Snapshots = "snapshots";
    private const string Blobs = "blobs";

    /// <summary>Gets the store of blobs that a folder of a snapshot belongs to; null where there is none, or where it is a link itself.</summary>
    /// <param name="folder">The folder, with every link on its way followed.</param>
    public static string? BlobsOf(string folder)
    {
        for (var at = new DirectoryInfo(folder); at?.Parent is { } parent; at = parent)
        {
            if (parent is { Name: Snapshots, Parent: { } repository })
            {
                var blobs = Path.Combine(repository.FullName, Blobs);
                return Directory.Exists(blobs) && RealPath.Of(blobs) == blobs ? blobs : null;
            }
        }

        return null;
    }

    /// <summary>Gets the snapshot to open of a repository's cache: the one that <c>refs/main</c> names, else the only one.</summary>
    /// <param name="repository">A folder.</param>
    /// <returns>The snapshot; null where the folder is no such cache, or has several snapshots and none is main's.</returns>
    public static string? SnapshotOf(string repository)
    {
        var main = Path.Combine(repository, "refs", "main");
        var all = SnapshotsOf(repository);
        var named = File.Exists(main) ? File.ReadAllText(main).Trim() : null;
        return all.FirstOrDefault(snapshot => Path.GetFileName(snapshot) == named) ?? (all is [var only] ? only : null);
    }
    /// <summary>Says why no snapshot of a repository's cache can be opened in its stead; null where the folder is no such cache.</summary>
    /// <param name="folder">The folder that was opened, which is a repository only where none of its snapshots was taken.</param>
    public static ModelException? Unclear(string folder) => SnapshotsOf(folder) switch
    {
        [] => null,
        var all => new ModelException(
            folder, $"{folder} is a cache of {all.Length} snapshots, and refs/main names none of them (the first is {all.Order(StringComparer.Ordinal).First()})", "point at one of them"),
    };

    private static string[] SnapshotsOf(string repository)
    {
        var snapshots = Path.Combine(repository, Snapshots);
        return Directory.Exists(snapshots) && Directory.Exists(Path.Combine(repository, Blobs)) ? Directory.GetDirectories(snapshots) : [];
    }
}
