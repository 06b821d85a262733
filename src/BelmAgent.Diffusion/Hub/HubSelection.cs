using System.IO.Enumeration;

namespace BelmAgent.Diffusion.Hub;

/// <summary>Selects files of a repository.</summary>
/// <param name="patterns">Path patterns, in which * is any text and ? any character; none for the files of an ONNX export.</param>
public sealed class HubSelection(params IReadOnlyList<string> patterns)
{
    // Graphs and their external weights by the names that exporters use; configs; tokenizers. Weights of other frameworks are not downloaded.
    private static readonly string[] Export =
        ["*.onnx", "*.onnx_data", "*.onnx_data_*", "*.onnx.data", "*weights.pb", "*.json", "*.txt", "*tokenizer.model"];

    /// <summary>Gets a description of the selected files.</summary>
    public string Description => patterns.Count == 0 ? "part of an ONNX export" : $"named like {string.Join(" or ", patterns)}";

    /// <summary>Returns whether a file is selected.</summary>
    /// <param name="path">Its path in the repository.</param>
    public bool Takes(string path) =>
        (patterns.Count == 0 ? Export : patterns).Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, path, ignoreCase: true));
}
