using System.Buffers;
using System.Text.Json;

namespace BelmAgent.Diffusion.Hub;

/// <summary>The files of one commit of a repository that are to be downloaded.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Commit">The commit; the revision itself if the hub does not give the commit.</param>
/// <param name="Files">The files, ordered by path; validated.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record HubListing(HubRepository Repository, string Commit, IReadOnlyList<HubFile> Files)
{
    private const int MaxFiles = 1000;

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

        if (files.Count > MaxFiles)
        {
            throw Refusal($"there are {files.Count}, more than {MaxFiles}");
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var left = most;
        foreach (var file in files)
        {
            if (!HubPath.IsSafe(file.Path))
            {
                throw Refusal("one has a name that could point outside its folder or means a device", file.Path);
            }

            if (!names.Add(file.Path))
            {
                throw Refusal("the names of two differ only in case", file.Path);
            }

            if (file.Size < 0 || file.Size > left)
            {
                throw Refusal($"their stated sizes exceed {most >> 30} GiB, see Belm:Models:MaxGibibytes", file.Path);
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

/// <summary>A file of a repository, as the hub lists it.</summary>
/// <param name="Path">Its path in the repository, with '/' between folders; validated by <see cref="HubPath"/>.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">SHA-256 of its content, 64 lower-case hex digits; null for small files that git stores itself.</param>
/// <param name="GitSha1">Git's hash of it, 40 lower-case hex digits; null if unknown, and for large files, where it is the hash of a pointer.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record HubFile(string Path, long Size, string? Sha256, string? GitSha1)
{
    /// <summary>Gets the identity of the content.</summary>
    internal string Identity => $"{Size} {Sha256 ?? GitSha1}";
}

/// <summary>Reads the hub's list of the files in a commit.</summary>
internal static class HubTree
{
    /// <exception cref="HubException">The list does not have the hub's format.</exception>
    public static IReadOnlyList<HubFile> Read(JsonElement json, string repository)
    {
        try
        {
            return [.. json.EnumerateArray().Where(entry => entry.GetProperty("type").ValueEquals("file")).Select(Entry)];
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw HubException.Listing(repository, "the list does not have a hub's format", null, e);
        }
    }

    /// <summary>Returns a hash; null of what is none.</summary>
    public static string? Hex(string? text, int digits) => text is not null && text.Length == digits && text.All(char.IsAsciiHexDigit) ? text.ToLowerInvariant() : null;

    /// <summary>Returns the next page, as the header Link names it; null at the end.</summary>
    public static Uri? Next(HttpResponseMessage response, Uri from)
    {
        foreach (var link in response.Headers.TryGetValues("Link", out var links) ? links : [])
        {
            if (link.Contains("rel=\"next\"", StringComparison.OrdinalIgnoreCase) && link.IndexOf('<') is >= 0 and var open
                && link.IndexOf('>', open) is > 0 and var close && Uri.TryCreate(from, link[(open + 1)..close], out var next))
            {
                return next;
            }
        }

        return null;
    }

    private static HubFile Entry(JsonElement entry)
    {
        var isLarge = entry.TryGetProperty("lfs", out var large) && large.ValueKind == JsonValueKind.Object;
        return new HubFile(
            entry.GetProperty("path").GetString() ?? "",
            (isLarge ? large : entry).GetProperty("size").GetInt64(),
            isLarge ? Hex(large.GetProperty("oid").GetString()?.Replace("sha256:", "", StringComparison.Ordinal), 64) : null,
            // For a large file, git's hash is that of a pointer.
            isLarge || !entry.TryGetProperty("oid", out var oid) ? null : Hex(oid.GetString(), 40));
    }
}

/// <summary>Decides which paths of a repository may become local files: those that stay within the folder on every system.</summary>
public static class HubPath
{
    /// <summary>Maximum length of a path in characters.</summary>
    public const int MaxLength = 300;

    private const int MaxNameLength = 200;
    private static readonly SearchValues<char> Refused = SearchValues.Create("\\:*?\"<>|");
    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. Enumerable.Range(0, 10).SelectMany(i => (string[])[$"COM{i}", $"LPT{i}"])],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns whether a path is safe: relative, forward, without special names.</summary>
    /// <param name="path">The path as the hub gives it.</param>
    public static bool IsSafe(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Length is > 0 and <= MaxLength && path.Split('/').All(IsSafeName);
    }

    private static bool IsSafeName(string name) =>
        name.Length is > 0 and <= MaxNameLength
        && name is not ("." or "..")
        && !name.AsSpan().ContainsAny(Refused)
        && !name.Any(char.IsControl)
        && name[^1] is not ('.' or ' ') && name[0] != ' '
        && !Devices.Contains(name.Split('.')[0].TrimEnd())
        && !name.StartsWith(PullFolder.OwnPrefix, StringComparison.OrdinalIgnoreCase);
}
