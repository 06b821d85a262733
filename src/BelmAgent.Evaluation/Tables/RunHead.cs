using System.Text.Json;
using BelmAgent.Imaging.Files;

namespace BelmAgent.Evaluation.Tables;

/// <summary>The file <c>run.json</c> in a folder of results: what all of them have in common, without which they cannot be compared.</summary>
internal static class RunHead
{
    private const string FileName = "run.json";

    /// <summary>Reads the head of an earlier run.</summary>
    /// <param name="folder">The folder; it need not exist.</param>
    /// <returns>Its head; null if there is none.</returns>
    /// <exception cref="BelmException"><c>other_results</c>: the file is no such head.</exception>
    public static T? Read<T>(string folder)
        where T : class
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) ? RecordFile<T>.Parse(path, "it", File.ReadAllText(path)) : null;
    }

    /// <summary>Writes the head of a new run, or makes sure that an earlier one has the same.</summary>
    /// <param name="folder">The folder; it is created where it does not exist.</param>
    /// <param name="head">The head.</param>
    /// <param name="differences">Says what another head may have that differs, from that head.</param>
    /// <exception cref="BelmException"><c>other_results</c>: the folder has results of something else.</exception>
    public static void Open<T>(string folder, T head, Func<T, string> differences)
        where T : class
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, FileName);
        if (Read<T>(folder) is not { } known)
        {
            AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, head));
        }
        else if (!known.Equals(head))
        {
            throw RecordFile<T>.Unusable(path, $"they have another {differences(known)}");
        }
    }
}
