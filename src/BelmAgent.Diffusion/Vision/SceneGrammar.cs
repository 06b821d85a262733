using System.Text.Json;
using BelmAgent.Diffusion.Models;

namespace BelmAgent.Diffusion.Vision;

/// <summary>The content of a describer's <c>labels.json</c>: its heads, and the rules that turn their labels into one canonical caption.</summary>
/// <remarks>
/// The file has <c>heads</c> (name and labels, in the order of the logits) and <c>caption</c>: phrases for the labels of scenery; the
/// order and wording of objects, whose heads are <c>object_SPOT</c> and, for their traits, <c>color_SPOT</c>, <c>look_SPOT</c> and
/// <c>size_SPOT</c>; and words for the head <c>style</c>. A spot is a place on the ground, <c>on</c> (on top of another object) or
/// <c>sky</c>. Immutable; safe to share between threads.
/// </remarks>
public sealed class SceneGrammar
{
    /// <summary>The label of a head for something that is not there.</summary>
    public const string None = "none";

    internal const string ObjectPrefix = "object_";
    internal const string On = "on";
    internal const string Sky = "sky";
    internal const string Style = "style";

    // A null where the rules have a value would fail in the middle of an edit.
    private static readonly JsonSerializerOptions Strict = new() { RespectNullableAnnotations = true };

    private readonly SceneRules _rules;

    private SceneGrammar(IReadOnlyList<SceneHead> heads, SceneRules rules)
    {
        (Heads, _rules) = (heads, rules);
        Spots = [.. heads.Where(head => head.Name.StartsWith(ObjectPrefix, StringComparison.Ordinal)).Select(head => head.Name[ObjectPrefix.Length..])];
    }

    /// <summary>Gets the heads of the classifier.</summary>
    public IReadOnlyList<SceneHead> Heads { get; }

    /// <summary>Gets the spots where an object may be: SPOT of the heads <c>object_SPOT</c>.</summary>
    public IReadOnlyList<string> Spots { get; }

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
            var file = ModelJson.Read(path).Deserialize<SceneFile>(Strict) ?? throw new JsonException();
            var grammar = new SceneGrammar([.. file.Heads.Select(head => new SceneHead(head.Name, [.. head.Labels]))], file.Caption);
            grammar.TryEveryLabel();
            return grammar;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException
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
        var parts = _rules.Template
            .Select(part => part == "objects" ? Objects(labels) : IsImplied(part, labels) ? "" : _rules.Phrases[part][labels[part]])
            .Where(part => part.Length > 0);
        var text = string.Join(_rules.Joiner, parts);
        return _rules.Style is { } style && style.Words[labels[Style]] is { Length: > 0 } word
            ? StyleWords(style, word).Replace("{caption}", text, StringComparison.Ordinal)
            : text;
    }

    /// <summary>Reads a canonical caption back into labels.</summary>
    /// <param name="caption">A caption in the words of <see cref="Caption"/>, with its parts in any order.</param>
    /// <returns>
    /// The labels in the caption, by head. Objects and other things that are not mentioned are "none"; scenery and traits without words are
    /// what goes without saying (day, a kind's own colour, "plain"), if there is such a label, and are left out otherwise. Null if any part
    /// uses other words, or two parts are of one head.
    /// </returns>
    public IReadOnlyDictionary<string, string>? TryParse(string caption)
    {
        ArgumentNullException.ThrowIfNull(caption);
        return new SceneCaptionReader(this, _rules).Read(caption);
    }

    /// <summary>Returns the words for one object.</summary>
    /// <param name="spot">Its place: one of <see cref="Spots"/>.</param>
    /// <param name="labels">Labels for the heads of that place; the object itself must not be "none".</param>
    /// <returns>Such as "a white cat on the right".</returns>
    /// <exception cref="KeyNotFoundException">There is no such place, or no label for its object.</exception>
    public string Describe(string spot, IReadOnlyDictionary<string, string> labels) => Object(spot, labels, Position(spot));

    /// <summary>Returns the words for a place.</summary>
    /// <param name="spot">One of <see cref="Spots"/>.</param>
    /// <returns>Such as "on the right".</returns>
    /// <exception cref="KeyNotFoundException">There is no such place.</exception>
    public string Position(string spot) => _rules.Position[spot];

    /// <summary>Returns a trait's label in the words of a caption.</summary>
    /// <param name="trait">The trait: <c>color</c>, <c>look</c> or <c>size</c>.</param>
    /// <param name="label">Its label.</param>
    /// <returns>Such as "golden"; empty if a caption does not say it.</returns>
    public string Word(string trait, string label) => label == None ? "" : _rules.Object.Words.GetValueOrDefault(trait)?.GetValueOrDefault(label) ?? label;

    /// <summary>Returns how well the autoencoder gives pictures of a style back at least.</summary>
    /// <param name="labels">Labels with the head <c>style</c>.</param>
    /// <returns>The peak signal-to-noise ratio in dB; null if the style has no limit of its own.</returns>
    public double? MinPsnr(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return _rules.Style is { } style && labels.TryGetValue(Style, out var label) && style.MinPsnr.TryGetValue(label, out var limit) ? limit : null;
    }

    /// <summary>Returns words with the indefinite article before them.</summary>
    /// <param name="words">A noun, or words that end in one; not empty.</param>
    /// <returns>Such as "a moon".</returns>
    public string WithArticle(string words)
    {
        ArgumentException.ThrowIfNullOrEmpty(words);
        return $"{_rules.Object.Article.For(words)} {words}";
    }

    internal IReadOnlyList<string> Labels(string head) => Heads.FirstOrDefault(candidate => candidate.Name == head)?.Labels ?? [];

    /// <summary>Returns a style's words around a caption, which stands as <c>{caption}</c>.</summary>
    internal string StyleWords(SceneRules.StyleRules style, string word) => style.Template
        .Replace("{article}", _rules.Object.Article.For(word), StringComparison.Ordinal)
        .Replace("{style}", word, StringComparison.Ordinal);

    // A label without words would fail only when it is first seen, in the middle of an edit.
    private void TryEveryLabel()
    {
        var labels = Heads.ToDictionary(head => head.Name, head => head.Labels[^1]);
        foreach (var head in Heads)
        {
            foreach (var label in head.Labels)
            {
                labels[head.Name] = label;
                _ = TryParse(Caption(labels));
            }

            labels[head.Name] = head.Labels[^1];
        }

        foreach (var spot in Spots)
        {
            _ = Position(spot);
            _ = TryParse(Caption(Heads.ToDictionary(head => head.Name, head => head.Name == ObjectPrefix + spot ? head.Labels[^1] : head.Labels[0])));
        }
    }

    private bool IsImplied(string head, IReadOnlyDictionary<string, string> labels) => _rules.Implied.Any(by =>
        by.Value.TryGetValue(labels[by.Key], out var implied) && implied.GetValueOrDefault(head) == labels[head]);

    private string Objects(IReadOnlyDictionary<string, string> labels)
    {
        var grounded = _rules.Object.Order.Where(spot => IsThere(spot, labels)).ToList();
        var isAlone = grounded.Count + (IsThere(Sky, labels) ? 1 : 0) == 1;
        var rider = IsThere(On, labels) ? Object(On, labels, "") : null;
        // The describer sees that something stands on top, and not of what: of the first that can carry it.
        var bearer = grounded.Find(spot => _rules.World.Carriers.Contains(labels[ObjectPrefix + spot])) ?? grounded.FirstOrDefault();
        var objects = grounded.ConvertAll(spot =>
        {
            var words = Object(spot, labels, isAlone && _rules.Object.Alone.TryGetValue(spot, out var alone) ? alone : Position(spot));
            return rider is not null && spot == bearer ? $"{rider} {_rules.Object.On} {words}" : words;
        });
        if (rider is not null && bearer is null)
        {
            objects.Add(rider);
        }

        if (IsThere(Sky, labels))
        {
            objects.Add(Describe(Sky, labels));
        }

        var separator = _rules.Object.Separator ?? _rules.Object.Joiner;
        return objects.Count < 2 ? string.Concat(objects) : string.Join(separator, objects.SkipLast(1)) + _rules.Object.Joiner + objects[^1];
    }

    private static bool IsThere(string spot, IReadOnlyDictionary<string, string> labels) => labels.GetValueOrDefault(ObjectPrefix + spot, None) != None;

    private string Object(string spot, IReadOnlyDictionary<string, string> labels, string position)
    {
        var words = _rules.Object.Template
            .Replace("{article}", "", StringComparison.Ordinal)
            .Replace("{object}", labels[ObjectPrefix + spot], StringComparison.Ordinal)
            .Replace("{position}", position, StringComparison.Ordinal);
        foreach (var trait in SceneHead.Traits)
        {
            words = words.Replace($"{{{trait}}}", Word(trait, labels.GetValueOrDefault($"{trait}_{spot}", None)), StringComparison.Ordinal);
        }

        return WithArticle(string.Join(' ', words.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }
}

/// <summary>A question that the describer answers.</summary>
/// <param name="Name">Its name, such as <c>sky</c> or <c>color_left</c>.</param>
/// <param name="Labels">The possible answers, in the order of the logits.</param>
public sealed record SceneHead(string Name, IReadOnlyList<string> Labels)
{
    /// <summary>Gets the traits of an object: TRAIT of the heads <c>TRAIT_SPOT</c>.</summary>
    public static IReadOnlyList<string> Traits { get; } = ["size", "look", "color"];
}
