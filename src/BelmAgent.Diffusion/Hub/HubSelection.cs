using System.IO.Enumeration;

namespace BelmAgent.Diffusion.Hub;

/// <summary>Which files of a repository are taken.</summary>
/// <param name="patterns">Patterns of paths, in which * stands for anything and ? for one character; none for what an ONNX export has.</param>
public sealed class HubSelection(params IReadOnlyList<string> patterns)
{
    // Graphs and their external weights by the names that exporters give them; configs; tokenizers. Weights of other frameworks stay.
    private static readonly string[] Export =
        ["*.onnx", "*.onnx_data", "*.onnx_data_*", "*.onnx.data", "*weights.pb", "*.json", "*.txt", "*tokenizer.model"];

    /// <summary>What is taken, in words.</summary>
    public string Description => patterns.Count == 0 ? "part of an ONNX export" : $"named like {string.Join(" or ", patterns)}";

    /// <summary>Returns whether a file is taken.</summary>
    /// <param name="path">Its path in the repository.</param>
    public bool Takes(string path) =>
        (patterns.Count == 0 ? Export : patterns).Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, path, ignoreCase: true));
}
