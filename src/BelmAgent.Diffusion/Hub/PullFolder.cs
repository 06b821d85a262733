using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BelmAgent.Imaging.Files;

namespace BelmAgent.Diffusion.Hub;

/// <summary>An unfinished download: files are collected in <c>DIR.part</c>, which is renamed to <c>DIR</c> when complete.</summary>
/// <remarks>Only one process at a time can use it. A later one resumes an unfinished file if the file has not changed on the hub.</remarks>
internal sealed class PullFolder : IDisposable
{
    /// <summary>The prefix of names that are reserved for files that are not part of the model.</summary>
    public const string OwnPrefix = ".belm-pull";

    private readonly string _target;
    private readonly string _part;
    private readonly string _own;
    private readonly FileStream _lock;
    private readonly Dictionary<string, PulledFile> _known;

    private PullFolder(string target, string part, string own, FileStream held)
    {
        (_target, _part, _own, _lock) = (target, part, own, held);
        _known = ReadKnown();
    }

    private string StateFile => Path.Combine(_own, "files.json");

    /// <summary>Checks that the model's folder does not exist yet.</summary>
    /// <exception cref="HubException">The folder exists.</exception>
    public static void RequireFree(string target)
    {
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
        {
            throw HubException.Exists(target);
        }
    }

    /// <summary>Creates the folder, or resumes an earlier one.</summary>
    /// <exception cref="HubException">The model's folder exists, or <c>DIR.part</c> was not created by this class.</exception>
    /// <exception cref="HubException">Another process is using it.</exception>
    public static PullFolder Open(string target)
    {
        RequireFree(target);
        var part = target + ".part";
        var own = Path.Combine(part, OwnPrefix);
        if (File.Exists(part) || (Directory.Exists(part)
            && (new DirectoryInfo(part).LinkTarget is not null || (!Directory.Exists(own) && Directory.EnumerateFileSystemEntries(part).Any()))))
        {
            throw HubException.Exists(part);
        }

        Directory.CreateDirectory(own);
        try
        {
            return new PullFolder(target, part, own, new FileStream(Path.Combine(own, "lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None));
        }
        catch (IOException e) when (e.GetType() == typeof(IOException))
        {
            throw HubException.InProgress(part, e);
        }
    }

    /// <summary>Returns the path of a file's partial download.</summary>
    public string Part(HubFile file) => Path.Combine(_own, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Path)))[..32]);

    /// <summary>Returns the number of bytes of a file that are available and can be resumed from.</summary>
    public long Length(HubFile file) => IsDone(file) ? file.Size : CanGoOn(file) ? Math.Min(new FileInfo(Part(file)).Length, file.Size) : 0;

    /// <summary>Returns whether a file is complete and verified.</summary>
    public bool IsDone(HubFile file) => IsSame(file) && File.Exists(Final(file)) && new FileInfo(Final(file)).Length == file.Size;

    /// <summary>Returns the entity tag of a file's partial download; null if it is unknown.</summary>
    public string? Tag(HubFile file) => IsSame(file) ? _known[file.Path].Tag : null;

    /// <summary>Records what a partial file belongs to, before its first byte is written.</summary>
    public void Begin(HubFile file, string? tag)
    {
        var state = new PulledFile(file.Identity, tag);
        if (_known.GetValueOrDefault(file.Path) != state)
        {
            _known[file.Path] = state;
            AtomicFile.Write(StateFile, stream => JsonSerializer.Serialize(stream, _known));
        }
    }

    /// <summary>Deletes the partial download of a file.</summary>
    public void Discard(HubFile file) => File.Delete(Part(file));

    /// <summary>Moves a verified file to its place.</summary>
    public void Finish(HubFile file)
    {
        var final = Final(file);
        Directory.CreateDirectory(Path.GetDirectoryName(final)!);
        File.Move(Part(file), final, overwrite: true);
    }

    /// <summary>Renames the folder to its final name when all files are there.</summary>
    public void Complete(HubListing listing)
    {
        var wanted = listing.Files.Select(Final).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(_part, "*", SearchOption.AllDirectories).Where(file => !wanted.Contains(file) && !file.StartsWith(_own, StringComparison.Ordinal)).ToList())
        {
            File.Delete(file);
        }

        RequireFree(_target);
        _lock.Dispose();
        Directory.Delete(_own, recursive: true);
        if (Directory.Exists(_target))
        {
            Directory.Delete(_target);
        }

        Directory.Move(_part, _target);
    }

    /// <summary>Releases the folder. A folder without any downloaded data is deleted.</summary>
    public void Dispose()
    {
        _lock.Dispose();
        if (_known.Count == 0 && Directory.Exists(_own))
        {
            Directory.Delete(_part, recursive: true);
        }
    }

    // Without a checksum and a tag, the data could be the start of one file and the end of another.
    private bool CanGoOn(HubFile file) =>
        IsSame(file) && File.Exists(Part(file)) && (file.Sha256 is not null || file.GitSha1 is not null || _known[file.Path].Tag is not null);

    private string Final(HubFile file) => Path.Combine(_part, file.Path);

    private bool IsSame(HubFile file) => _known.GetValueOrDefault(file.Path)?.Identity == file.Identity;

    private Dictionary<string, PulledFile> ReadKnown()
    {
        try
        {
            return File.Exists(StateFile) ? JsonSerializer.Deserialize<Dictionary<string, PulledFile>>(File.ReadAllBytes(StateFile)) ?? [] : [];
        }
        catch (JsonException)
        {
            // Then nothing is known, and everything is downloaded again.
            return [];
        }
    }
}

/// <summary>Information about a file whose download has started.</summary>
/// <param name="Identity">The identity of its content.</param>
/// <param name="Tag">The entity tag of the response; null if it had none.</param>
internal sealed record PulledFile(string Identity, string? Tag);
