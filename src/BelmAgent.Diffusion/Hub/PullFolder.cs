using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BelmAgent.Imaging.Files;

namespace BelmAgent.Diffusion.Hub;

/// <summary>A model on its way: files gather in <c>DIR.part</c>, which becomes <c>DIR</c> when all are there.</summary>
/// <remarks>One process at a time has it. What is begun is found again by the next, as long as the file is the same.</remarks>
internal sealed class PullFolder : IDisposable
{
    /// <summary>Beginning of the names that are kept for what is not of the model.</summary>
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

    /// <summary>Checks that nothing is in the model's place.</summary>
    /// <exception cref="ModelExistsException">Something is.</exception>
    public static void RequireFree(string target)
    {
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
        {
            throw new ModelExistsException(target);
        }
    }

    /// <summary>Creates the folder, or takes up one that was left.</summary>
    /// <exception cref="ModelExistsException">Something is in the model's place, or what is called <c>DIR.part</c> was not made here.</exception>
    /// <exception cref="PullInProgressException">Another process has it.</exception>
    public static PullFolder Open(string target)
    {
        RequireFree(target);
        var part = target + ".part";
        var own = Path.Combine(part, OwnPrefix);
        if (File.Exists(part) || (Directory.Exists(part)
            && (new DirectoryInfo(part).LinkTarget is not null || (!Directory.Exists(own) && Directory.EnumerateFileSystemEntries(part).Any()))))
        {
            throw new ModelExistsException(part);
        }

        Directory.CreateDirectory(own);
        try
        {
            return new PullFolder(target, part, own, new FileStream(Path.Combine(own, "lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None));
        }
        catch (IOException e) when (e.GetType() == typeof(IOException))
        {
            throw new PullInProgressException(part, e);
        }
    }

    /// <summary>Returns where the part of a file is that has come so far.</summary>
    public string Part(HubFile file) => Path.Combine(_own, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Path)))[..32]);

    /// <summary>Returns the bytes of a file that are here and can be gone on from.</summary>
    public long Length(HubFile file) => IsDone(file) ? file.Size : CanGoOn(file) ? Math.Min(new FileInfo(Part(file)).Length, file.Size) : 0;

    /// <summary>Returns whether a file is here whole, and was checked.</summary>
    public bool IsDone(HubFile file) => IsSame(file) && File.Exists(Final(file)) && new FileInfo(Final(file)).Length == file.Size;

    /// <summary>Returns the entity tag of what has come of a file; null where none is known.</summary>
    public string? Tag(HubFile file) => IsSame(file) ? _known[file.Path].Tag : null;

    /// <summary>Writes down what a part is a part of, before its first byte.</summary>
    public void Begin(HubFile file, string? tag)
    {
        var state = new PulledFile(file.Identity, tag);
        if (_known.GetValueOrDefault(file.Path) != state)
        {
            _known[file.Path] = state;
            AtomicFile.Write(StateFile, stream => JsonSerializer.Serialize(stream, _known));
        }
    }

    /// <summary>Throws away what has come of a file.</summary>
    public void Discard(HubFile file) => File.Delete(Part(file));

    /// <summary>Puts a file that was checked in its place.</summary>
    public void Finish(HubFile file)
    {
        var final = Final(file);
        Directory.CreateDirectory(Path.GetDirectoryName(final)!);
        File.Move(Part(file), final, overwrite: true);
    }

    /// <summary>Gives the model its place, once all its files are there.</summary>
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

    /// <summary>Lets go of the folder. One in which nothing has come is taken away.</summary>
    public void Dispose()
    {
        _lock.Dispose();
        if (_known.Count == 0 && Directory.Exists(_own))
        {
            Directory.Delete(_part, recursive: true);
        }
    }

    // What has neither a checksum nor a tag could be one file's beginning and another's end.
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
            // Then nothing is known, and everything comes anew.
            return [];
        }
    }
}

/// <summary>What is known of a file that was begun.</summary>
/// <param name="Identity">What its content is known by.</param>
/// <param name="Tag">The entity tag of the answer that it came with; null where it had none.</param>
internal sealed record PulledFile(string Identity, string? Tag);
