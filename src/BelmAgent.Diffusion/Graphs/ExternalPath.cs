using System.Buffers;
using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging.Files;

namespace BelmAgent.Diffusion.Graphs;

/// <summary>Where a graph's external weights are: always a file within the graph's own folder.</summary>
internal static class ExternalPath
{
    private const int Longest = 1024;

    // What Windows gives a meaning, so that a model is refused on every system or on none; '*' also keeps out the
    // location by which ONNX Runtime means an address in its own memory.
    private static readonly SearchValues<char> Refused = SearchValues.Create("\\:*?\"<>|");

    /// <summary>Returns the full path of a location.</summary>
    /// <param name="graph">The graph's file.</param>
    /// <param name="location">What the graph says, with '/' between folders.</param>
    /// <exception cref="ModelPathException">It is no plain path, or leads out of the folder, by itself or by a link.</exception>
    /// <exception cref="ModelFileMissingException">No file is there.</exception>
    /// <exception cref="ModelFileBrokenException">It is a link to nothing.</exception>
    public static string Resolve(string graph, string location)
    {
        if (location.Length is 0 or > Longest || location.AsSpan().ContainsAny(Refused) || location.Any(char.IsControl)
            || location.Split('/').Any(name => name is "" or "." or ".."))
        {
            throw new ModelPathException(graph, location);
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(graph))!;
        var path = Path.Combine(folder, location);
        if (ModelFolder.BrokenLink(path) is { } broken)
        {
            throw broken;
        }

        if (!File.Exists(path))
        {
            throw new ModelFileMissingException(path, $"the weights of {graph}");
        }

        var real = RealPath.Of(path);
        return Stores(graph, folder).Any(store => IsWithin(real, store)) ? path : throw new ModelPathException(graph, location);
    }

    // A cache of downloads has the graph, its weights or both as links into one store: the folder that the graph itself really lies in,
    // or in the Hugging Face layout (models--OWNER--NAME/snapshots/REVISION/PART) the blobs of the same repository.
    private static IEnumerable<string> Stores(string graph, string folder)
    {
        var real = RealPath.Of(folder);
        yield return real;
        yield return Path.GetDirectoryName(RealPath.Of(graph))!;
        if (HubCache.BlobsOf(real) is { } blobs)
        {
            yield return RealPath.Of(blobs);
        }
    }

    internal static bool IsWithin(string path, string folder) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
