using BelmAgent.Imaging.Files;

namespace BelmAgent.Diffusion.Models;

/// <summary>
/// The cache of Hugging Face's clients: <c>models--OWNER--NAME/snapshots/REVISION</c> contains file names as links into
/// <c>models--OWNER--NAME/blobs</c>, and <c>refs/main</c> the revision that was downloaded last.
/// </summary>
internal static class HubCache
{
    private const string Snapshots = "snapshots";
    private const string Blobs = "blobs";

    /// <summary>Gets the blob store that a snapshot's folder belongs to; null if there is none, or if it is itself a link.</summary>
    /// <param name="folder">The folder, with all links resolved.</param>
    public static string? BlobsOf(string folder)
    {
        for (var at = new DirectoryInfo(folder); at?.Parent is { } parent; at = parent)
        {
            if (parent is { Name: Snapshots, Parent: { } repository })
            {
                var blobs = Path.Combine(repository.FullName, Blobs);
                return Directory.Exists(blobs) && RealPath.Resolve(blobs) == blobs ? blobs : null;
            }
        }

        return null;
    }

    /// <summary>Gets the snapshot to open from a repository's cache: the one named by <c>refs/main</c>, or else the only one.</summary>
    /// <param name="repository">A folder.</param>
    /// <returns>The snapshot; null if the folder is not such a cache, or has several snapshots none of which is main's.</returns>
    public static string? SnapshotOf(string repository)
    {
        var main = Path.Combine(repository, "refs", "main");
        var all = SnapshotsOf(repository);
        var named = File.Exists(main) ? File.ReadAllText(main).Trim() : null;
        return all.FirstOrDefault(snapshot => Path.GetFileName(snapshot) == named) ?? (all is [var only] ? only : null);
    }
    /// <summary>Returns the reason why no snapshot of a repository's cache can be opened; null if the folder is not such a cache.</summary>
    /// <param name="folder">The folder that was opened; it is a repository only if no snapshot was selected from it.</param>
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
