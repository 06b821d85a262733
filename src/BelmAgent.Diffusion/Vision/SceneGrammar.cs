using System.Text.Json;
using BelmAgent.Diffusion.Models;

namespace BelmAgent.Diffusion.Vision;

/// <summary>The content of a describer's <c>labels.json</c>: its heads, and the rules that turn their labels into one canonical caption.</summary>
/// <remarks>
/// The file has <c>heads</c> (name and labels, in the order of the logits) and <c>caption</c> (phrases for the labels of the heads
/// sky, ground and extra; the order and wording of placed objects, whose heads are <c>object_SLOT</c> and <c>color_SLOT</c>).
/// Immutable; safe to share between threads.
/// </remarks>
public sealed class SceneGrammar
{
    private const string None = "none";
    private readonly JsonElement _caption;

    private SceneGrammar(IReadOnlyList<SceneHead> heads, JsonElement caption) => (Heads, _caption) = (heads, caption);

    /// <summary>Gets the heads of the classifier.</summary>
    public IReadOnlyList<SceneHead> Heads { get; }

    /// <summary>Gets the total number of logits.</summary>
    public int LogitCount => Heads.Sum(head => head.Labels.Count);

    /// <summary>Reads a <c>labels.json</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelException">The file does not exist.</exception>
    /// <exception cref="ModelException">The file is not in the expected form.</exception>
    public static SceneGrammar Load(string path)
    {
        if (!File.Exists(path))
        {
            throw ModelException.Missing(path, "the describer");
        }

        try
        {
            var root = ModelJson.Read(path);
            var heads = root.GetProperty("heads").EnumerateArray()
                .Select(head => new SceneHead(
                    head.GetProperty("name").GetString()!,
                    [.. head.GetProperty("labels").EnumerateArray().Select(label => label.GetString()!)]))
                .ToList();
            var grammar = new SceneGrammar(heads, root.GetProperty("caption"));
            grammar.TryEveryLabel();
            return grammar;
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or ArgumentException
            or NullReferenceException or IndexOutOfRangeException)
        {
            throw ModelException.Broken(path, "it lacks 'heads' or 'caption' in the expected form", e);
        }
    }

    /// <summary>Returns the canonical caption of a scene.</summary>
    /// <param name="labels">A label for each head.</param>
    /// <returns>Such as "a red house on the left, on grass, under a sunset sky, with a sun".</returns>
    public string Caption(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var parts = _caption.GetProperty("template").EnumerateArray()
            .Select(part => part.GetString() == "objects" ? Objects(labels) : Phrase(part.GetString()!, labels))
            .Where(part => part.Length > 0);
        return string.Join(_caption.GetProperty("joiner").GetString(), parts);
    }

    /// <summary>Reads a canonical caption back into labels.</summary>
    /// <param name="caption">A caption in the words of <see cref="Caption"/>, with its parts in any order.</param>
    /// <returns>
    /// The labels in the caption, by head; "none" for objects and the extra if they are not mentioned, while a sky, a ground or an
    /// object's colour that is not mentioned is left out. Null if any part uses other words.
    /// </returns>
    public IReadOnlyDictionary<string, string>? TryParse(string caption)
    {
        ArgumentNullException.ThrowIfNull(caption);
        var labels = Heads.Where(head => head.Labels[0] == None).ToDictionary(head => head.Name, _ => None);
        foreach (var part in caption.Trim().TrimEnd('.').Split(_caption.GetProperty("joiner").GetString()))
        {
            if (!TryParsePhrase(part, labels) && !TryParseObjects(part, labels))
            {
                return null;
            }
        }

        return labels;
    }

    /// <summary>Returns the words for one placed object.</summary>
    /// <param name="slot">Its place: SLOT of the heads <c>object_SLOT</c> and <c>color_SLOT</c>.</param>
    /// <param name="kind">A label of <c>object_SLOT</c> other than "none".</param>
    /// <param name="color">A label of <c>color_SLOT</c>; "none" names no colour.</param>
    /// <returns>Such as "a white cat on the right".</returns>
    /// <exception cref="KeyNotFoundException">There is no such place.</exception>
    public string Describe(string slot, string kind, string color = None) => Object(_caption.GetProperty("object"), kind, color, slot);

    /// <summary>Returns the words for a place.</summary>
    /// <param name="slot">SLOT of the head <c>object_SLOT</c>.</param>
    /// <returns>Such as "on the right".</returns>
    /// <exception cref="KeyNotFoundException">There is no such place.</exception>
    public string Position(string slot) => _caption.GetProperty("position").GetProperty(slot).GetString()!;

    /// <summary>Returns words with the indefinite article before them.</summary>
    /// <param name="words">A noun, or words that end in one; not empty.</param>
    /// <returns>Such as "a moon".</returns>
    public string WithArticle(string words)
    {
        ArgumentException.ThrowIfNullOrEmpty(words);
        return $"{Article(words)} {words}";
    }

    // A label without words would fail only when it is first seen, in the middle of an edit.
    private void TryEveryLabel()
    {
        var labels = Heads.ToDictionary(head => head.Name, head => head.Labels[^1]);
        foreach (var head in Heads)
        {
            foreach (var label in head.Labels)
            {
                labels[head.Name] = label;
                _ = Caption(labels);
            }

            labels[head.Name] = head.Labels[^1];
        }
    }

    private bool TryParsePhrase(string part, Dictionary<string, string> labels)
    {
        foreach (var head in _caption.GetProperty("phrases").EnumerateObject())
        {
            foreach (var phrase in head.Value.EnumerateObject())
            {
                if (part.Length > 0 && phrase.Value.ValueEquals(part))
                {
                    labels[head.Name] = phrase.Name;
                    return true;
                }
            }
        }

        return false;
    }

    private bool TryParseObjects(string part, Dictionary<string, string> labels)
    {
        var grammar = _caption.GetProperty("object");
        foreach (var text in part.Split(grammar.GetProperty("joiner").GetString()))
        {
            if (!Placed(grammar).TryGetValue(text, out var placed))
            {
                return false;
            }

            labels[$"object_{placed.Slot}"] = placed.Kind;
            if (placed.Color == None)
            {
                labels.Remove($"color_{placed.Slot}");
            }
            else
            {
                labels[$"color_{placed.Slot}"] = placed.Color;
            }
        }

        return true;
    }

    // Every wording of one placed object: slots × kinds × colours, a few hundred short strings.
    private Dictionary<string, (string Slot, string Kind, string Color)> Placed(JsonElement grammar) =>
        (from slot in grammar.GetProperty("order").EnumerateArray().Select(slot => slot.GetString()!)
         from kind in Labels($"object_{slot}").Where(kind => kind != None)
         from color in Labels($"color_{slot}")
         select (Text: Object(grammar, kind, color, slot), Value: (slot, kind, color)))
        .ToDictionary(entry => entry.Text, entry => entry.Value);

    private IReadOnlyList<string> Labels(string head) => Heads.Single(candidate => candidate.Name == head).Labels;

    private string Phrase(string head, IReadOnlyDictionary<string, string> labels) =>
        _caption.GetProperty("phrases").GetProperty(head).GetProperty(labels[head]).GetString()!;

    private string Objects(IReadOnlyDictionary<string, string> labels)
    {
        var grammar = _caption.GetProperty("object");
        var objects = grammar.GetProperty("order").EnumerateArray()
            .Select(slot => slot.GetString()!)
            .Where(slot => labels[$"object_{slot}"] != None)
            .Select(slot => Object(grammar, labels[$"object_{slot}"], labels[$"color_{slot}"], slot));
        return string.Join(grammar.GetProperty("joiner").GetString(), objects);
    }

    private string Object(JsonElement grammar, string kind, string color, string slot)
    {
        var text = grammar.GetProperty("template").GetString()!
            .Replace("{article}", Article(color == None ? kind : color), StringComparison.Ordinal)
            .Replace("{color}", color == None ? "" : color, StringComparison.Ordinal)
            .Replace("{object}", kind, StringComparison.Ordinal)
            .Replace("{position}", Position(slot), StringComparison.Ordinal);
        return text.Replace("  ", " ", StringComparison.Ordinal);
    }

    private string Article(string words) => _caption.GetProperty("object").GetProperty("article")
        .GetProperty("aeiou".Contains(words[0], StringComparison.Ordinal) ? "before_vowel" : "default").GetString()!;
}

/// <summary>A question that the describer answers.</summary>
/// <param name="Name">Its name, such as <c>sky</c> or <c>color_left</c>.</param>
/// <param name="Labels">The possible answers, in the order of the logits.</param>
public sealed record SceneHead(string Name, IReadOnlyList<string> Labels);
