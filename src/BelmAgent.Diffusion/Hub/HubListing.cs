namespace BelmAgent.Diffusion.Hub;

/// <summary>The files of one commit of a repository that are to be downloaded.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Commit">The commit; the revision itself if the hub does not give the commit.</param>
/// <param name="Files">The files, ordered by path; validated.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record HubListing(HubRepository Repository, string Commit, IReadOnlyList<HubFile> Files)
{
    private const int MostFiles = 1000;

    /// <summary>Gets the total size in bytes.</summary>
    public long Size => Files.Sum(file => file.Size);

    /// <summary>Selects files from a list, and refuses an unsafe list.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="all">All files that the hub lists.</param>
    /// <param name="selection">Selects the files.</param>
    /// <param name="most">Maximum total size in bytes.</param>
    /// <exception cref="HubException">No file is selected, there are too many, they are too large, or a path is unsafe.</exception>
    public static HubListing Choose(HubRepository repository, string commit, IEnumerable<HubFile> all, HubSelection selection, long most)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(all);
        ArgumentNullException.ThrowIfNull(selection);
        List<HubFile> files = [.. all.Where(file => selection.Takes(file.Path)).OrderBy(file => file.Path, StringComparer.Ordinal)];
        HubException Refusal(string reason, string? entry = null) => HubException.Listing(repository.Name, reason, entry);
        if (files.Count == 0)
        {
            throw Refusal($"none of them is {selection.Description}");
        }

        if (files.Count > MostFiles)
        {
            throw Refusal($"there are {files.Count}, more than {MostFiles}");
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var left = most;
        foreach (var file in files)
        {
            if (!HubPath.IsSafe(file.Path))
            {
                throw Refusal("one has a name that could lead out of its folder or means a device", file.Path);
            }

            if (!names.Add(file.Path))
            {
                throw Refusal("two have one name on systems that know no case", file.Path);
            }

            if (file.Size < 0 || file.Size > left)
            {
                throw Refusal($"they say that they are larger than {most >> 30} GiB, see Belm:Models:MaxGibibytes", file.Path);
            }

            left -= file.Size;
        }

        return files.FirstOrDefault(file => Parents(file.Path).Any(names.Contains)) is { } under
            ? throw Refusal("one is both a file and a folder", under.Path)
            : new HubListing(repository, commit, files);
    }

    private static IEnumerable<string> Parents(string path)
    {
        for (var cut = path.LastIndexOf('/'); cut > 0; cut = path.LastIndexOf('/', cut - 1))
        {
            yield return path[..cut];
        }
    }
}
