using System.Buffers;
using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging.Files;

namespace BelmAgent.Diffusion.Graphs;

/// <summary>Resolves the locations of a graph's external weights, which must be files within the graph's own folder.</summary>
internal static class ExternalPath
{
    private const int MaxLength = 1024;

    // Characters with a meaning on Windows, so that a model is refused on all systems or none; '*' also excludes the location by which ONNX
    // Runtime refers to its own memory.
    private static readonly SearchValues<char> Refused = SearchValues.Create("\\:*?\"<>|");

    /// <summary>Returns the full path of a location.</summary>
    /// <param name="graph">The graph's file.</param>
    /// <param name="location">The location in the graph, with '/' between folders.</param>
    /// <exception cref="ModelException">The location is not a plain path, or leads out of the folder, directly or by a link.</exception>
    /// <exception cref="ModelException">The file does not exist.</exception>
    /// <exception cref="ModelException">It is a broken link.</exception>
    public static string Resolve(string graph, string location)
    {
        if (location.Length is 0 or > MaxLength || location.AsSpan().ContainsAny(Refused) || location.Any(char.IsControl)
            || location.Split('/').Any(name => name is "" or "." or ".."))
        {
            throw ModelException.Outside(graph, location);
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(graph))!;
        var path = Path.Combine(folder, location);
        if (ModelFolder.BrokenLink(path) is { } broken)
        {
            throw broken;
        }

        if (!File.Exists(path))
        {
            throw ModelException.Missing(path, $"the weights of {graph}");
        }

        var real = RealPath.Resolve(path);
        return Stores(graph, folder).Any(store => IsWithin(real, store)) ? path : throw ModelException.Outside(graph, location);
    }

    // A download cache contains the graph, its weights or both as links into one store: the folder that really contains the graph, or in
    // the Hugging Face layout (models--OWNER--NAME/snapshots/REVISION/PART) the blobs of the same repository.
    private static IEnumerable<string> Stores(string graph, string folder)
    {
        var real = RealPath.Resolve(folder);
        yield return real;
        yield return Path.GetDirectoryName(RealPath.Resolve(graph))!;
        if (HubCache.BlobsOf(real) is { } blobs)
        {
            yield return RealPath.Resolve(blobs);
        }
    }

    internal static bool IsWithin(string path, string folder) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
