using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace BelmAgent.Diffusion.Hub;

/// <summary>A repository of a hub and a revision.</summary>
/// <param name="Name">OWNER/NAME, or NAME if it has no owner.</param>
/// <param name="Revision">A branch, tag or commit.</param>
public sealed partial record HubRepository(string Name, string Revision)
{
    /// <summary>The default revision.</summary>
    public const string Main = "main";

    /// <summary>Gets the name for its folder.</summary>
    public string FolderName => Name.Replace("/", "--", StringComparison.Ordinal);

    /// <summary>Parses a user's input.</summary>
    /// <param name="text">OWNER/NAME, or the address of its page, with or without <c>/tree/REVISION</c>.</param>
    /// <param name="revision">A branch, tag or commit; null for that of the address, or else main.</param>
    /// <param name="endpoint">The hub; only addresses on it are accepted.</param>
    /// <exception cref="HubException">The text is not the name of a repository of the hub.</exception>
    public static HubRepository Parse(string text, string? revision, Uri endpoint)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(endpoint);
        var page = endpoint.AbsoluteUri.TrimEnd('/') + "/";
        var name = text.StartsWith(page, StringComparison.OrdinalIgnoreCase) ? text[page.Length..].TrimEnd('/') : text;
        if (name.Split("/tree/", 2) is [var before, var tree] && name != text)
        {
            (name, revision) = (before, revision ?? Uri.UnescapeDataString(tree));
        }

        revision ??= Main;
        return Names().IsMatch(name) && !name.Contains("..", StringComparison.Ordinal) && !name.Contains("--", StringComparison.Ordinal) && Revisions().IsMatch(revision) && !revision.Contains("..", StringComparison.Ordinal)
            ? new HubRepository(name, revision)
            : throw HubException.NotARepository(revision == Main ? text : $"{text}' at '{revision}", endpoint);
    }

    [GeneratedRegex(@"^([A-Za-z0-9][\w.-]{0,95}/)?[A-Za-z0-9][\w.-]{0,95}$", RegexOptions.ECMAScript)]
    private static partial Regex Names();

    [GeneratedRegex(@"^[A-Za-z0-9][\w./-]{0,127}$", RegexOptions.ECMAScript)]
    private static partial Regex Revisions();
}

/// <summary>Selects files of a repository.</summary>
/// <param name="patterns">Path patterns, in which * is any text and ? any character; none for the files of an ONNX export.</param>
public sealed class HubSelection(params IReadOnlyList<string> patterns)
{
    // Graphs and their external weights by the names that exporters use; configs; tokenizers. Weights of other frameworks are not downloaded.
    private static readonly string[] Export =
        ["*.onnx", "*.onnx_data", "*.onnx_data_*", "*.onnx.data", "*weights.pb", "*.json", "*.txt", "*tokenizer.model"];

    /// <summary>Gets a description of the selected files.</summary>
    public string Description => patterns.Count == 0 ? "part of an ONNX export" : $"named like {string.Join(" or ", patterns)}";

    /// <summary>Returns whether a file is taken.</summary>
    /// <param name="path">Its path in the repository.</param>
    public bool Takes(string path) =>
        (patterns.Count == 0 ? Export : patterns).Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, path, ignoreCase: true));
}
