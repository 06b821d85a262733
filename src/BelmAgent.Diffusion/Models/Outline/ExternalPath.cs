using System.Buffers;

namespace BelmAgent.Diffusion.Models.Outline;

/// <summary>Where a graph's external weights are: always a file within the graph's own folder.</summary>
internal static class ExternalPath
{
    private const int Longest = 1024;

    // What Windows gives a meaning, so that a model is refused on every system or on none; '*' also keeps out the
    // location by which ONNX Runtime means an address in its own memory.
    private static readonly SearchValues<char> Refused = SearchValues.Create("\\:*?\"<>|");

    /// <summary>The full path of a location.</summary>
    /// <param name="graph">The graph's file.</param>
    /// <param name="location">What the graph says, with '/' between folders.</param>
    /// <exception cref="ModelPathException">It is no plain path, or leads out of the folder, by itself or by a link.</exception>
    /// <exception cref="ModelFileMissingException">No file is there.</exception>
    public static string Resolve(string graph, string location)
    {
        if (location.Length is 0 or > Longest || location.AsSpan().ContainsAny(Refused) || location.Any(char.IsControl)
            || location.Split('/').Any(name => name is "" or "." or ".."))
        {
            throw new ModelPathException(graph, location);
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(graph))!;
        var path = Path.Combine(folder, location);
        if (!File.Exists(path))
        {
            throw new ModelFileMissingException(path, $"the weights of {graph}");
        }

        // A cache of downloads may have both the graph and its weights as links into one store.
        var real = Real(path);
        return IsWithin(real, Real(folder)) || IsWithin(real, Path.GetDirectoryName(Real(graph))!)
            ? path
            : throw new ModelPathException(graph, location);
    }

    private static bool IsWithin(string path, string folder) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // The path with every link in it followed.
    private static string Real(string path)
    {
        const int MostLinks = 40;
        var full = Path.GetFullPath(path);
        for (var i = 0; i < MostLinks; i++)
        {
            var followed = FollowFirst(full);
            if (followed is null)
            {
                return full;
            }

            full = followed;
        }

        throw new IOException($"Too many links in '{path}'.");
    }

    private static string? FollowFirst(string full)
    {
        var walked = Path.GetPathRoot(full)!;
        var names = full[walked.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < names.Length; i++)
        {
            walked = Path.Combine(walked, names[i]);
            FileSystemInfo info = Directory.Exists(walked) ? new DirectoryInfo(walked) : new FileInfo(walked);
            if (info.LinkTarget is { } target)
            {
                return Path.GetFullPath(Path.Combine([Path.GetDirectoryName(walked)!, target, .. names[(i + 1)..]]));
            }
        }

        return null;
    }
}
