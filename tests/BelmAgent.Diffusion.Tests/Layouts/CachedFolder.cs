using System.Security.Cryptography;

namespace BelmAgent.Diffusion.Tests.Layouts;

/// <summary>A model folder as cached by Hugging Face's clients: links in a snapshot into one store of blobs that are named by their hash.</summary>
public sealed class CachedFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("belm-cache").FullName;

    /// <param name="source">The files.</param>
    /// <param name="isCopied">Which files are stored in the snapshot itself, as on systems without links.</param>
    public CachedFolder(string source, Func<string, bool>? isCopied = null)
    {
        Directory.CreateDirectory(Blobs);
        Directory.CreateDirectory(Path.Combine(Repository, "refs"));
        File.WriteAllText(Path.Combine(Repository, "refs", "main"), Revision);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(source, file);
            var name = Path.Combine(Snapshot, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(name)!);
            if (isCopied?.Invoke(relative) == true)
            {
                File.Copy(file, name);
                continue;
            }

            var blob = Path.Combine(Blobs, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));
            File.Copy(file, blob, overwrite: true);
            File.CreateSymbolicLink(name, Path.GetRelativePath(Path.GetDirectoryName(name)!, blob));
        }
    }

    public static string Revision { get; } = new('a', 40);

    public string Repository => Path.Combine(_root, "models--acme--toy");

    public string Blobs => Path.Combine(Repository, "blobs");

    public string Snapshot => Path.Combine(Repository, "snapshots", Revision);

    /// <summary>Returns a path beside the repository, within the same cache.</summary>
    public string Beside(string name) => Path.Combine(_root, name);

    public string At(string relative) => Path.Combine(Snapshot, relative);

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
