using System.Text.Json.Serialization;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Scenes;

/// <summary>The complete vocabulary of a model that knows a closed set of scenes.</summary>
/// <remarks>Immutable and safe to share. Captions are read and written, and requests interpreted, with this alone.</remarks>
public sealed partial class SceneVocabulary
{
    private SceneLexicon? _lexicon;

    /// <summary>Gets the kinds of objects.</summary>
    [JsonPropertyName("objects")]
    public required IReadOnlyList<SceneTerm> Objects { get; init; }

    /// <summary>Gets the colours of objects.</summary>
    [JsonPropertyName("colors")]
    public required IReadOnlyList<SceneTerm> Colors { get; init; }

    /// <summary>Gets the places of objects, left to right; each holds one.</summary>
    [JsonPropertyName("slots")]
    public required IReadOnlyList<SceneTerm> Slots { get; init; }

    /// <summary>The ground under the objects.</summary>
    [JsonPropertyName("grounds")]
    public required IReadOnlyList<SceneTerm> Grounds { get; init; }

    /// <summary>Gets the skies.</summary>
    [JsonPropertyName("skies")]
    public required IReadOnlyList<SceneTerm> Skies { get; init; }

    /// <summary>Gets the objects in the sky; at most one at a time.</summary>
    [JsonPropertyName("extras")]
    public required IReadOnlyList<SceneTerm> Extras { get; init; }

    /// <summary>Gets, for each sky's label, the labels of the extras that it can contain.</summary>
    [JsonPropertyName("extras_of_sky")]
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> ExtrasOfSky { get; init; }

    /// <summary>Gets words with several meanings at once, as labels: <c>sunny</c> is a day with a sun. Default: none.</summary>
    [JsonPropertyName("idioms")]
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Idioms { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Gets the same as a table from words to their meaning.</summary>
    internal SceneLexicon Lexicon => _lexicon ??= new SceneLexicon(this);

    /// <summary>Gets a sentence that lists everything that the model can draw.</summary>
    internal string Summary =>
        $"This model draws a {Listing.Or(Objects.Select(thing => thing.Phrase))} in {Listing.Or(Colors.Select(color => color.Phrase))}, "
        + $"{Listing.Or(Slots.Select(slot => slot.Phrase))}, {Listing.Or(Grounds.Select(ground => ground.Phrase))}, "
        + $"{Listing.Or(Skies.Select(sky => sky.Phrase))}, {Listing.Or(Extras.Select(extra => extra.Phrase))}.";

    /// <summary>Gets the same in short, for the user: the things and their colours.</summary>
    internal string ShortSummary =>
        $"It draws a {Listing.Or(Objects.Select(thing => thing.Phrase))} in {Listing.Or(Colors.Select(color => color.Phrase))}, on {Listing.Or(Grounds.Select(ground => ground.Label))}, under a sky of {Listing.Or(Skies.Select(sky => sky.Label))}.";

    /// <summary>Returns whether a sky can contain an extra; an unmentioned sky can contain any.</summary>
    internal bool CanHold(SceneTerm? sky, SceneTerm extra) =>
        sky is null || ExtrasOfSky[sky.Label].Contains(extra.Label);

    /// <summary>Returns the terms of a role.</summary>
    internal IReadOnlyList<SceneTerm> Terms(SceneRole role) => role switch
    {
        SceneRole.Kind => Objects,
        SceneRole.Color => Colors,
        SceneRole.Slot => Slots,
        SceneRole.Ground => Grounds,
        SceneRole.Sky => Skies,
        _ => Extras,
    };
}

/// <summary>A value that a picture's caption can contain, with its words.</summary>
/// <param name="Label">The describer's label, such as <c>day</c>.</param>
/// <param name="Phrase">The canonical words in a caption, such as <c>under a blue sky</c>.</param>
/// <param name="Names">Other words that users use for it, such as <c>daytime</c>.</param>
public sealed record SceneTerm(
    [property: JsonPropertyName("label")] string Label,
    [property: JsonPropertyName("phrase")] string Phrase,
    [property: JsonPropertyName("names")] params IReadOnlyList<string> Names);

/// <summary>The role of a term in a scene.</summary>
internal enum SceneRole
{
    /// <summary>The kind of an object.</summary>
    Kind,

    /// <summary>The colour of an object.</summary>
    Color,

    /// <summary>The place of an object.</summary>
    Slot,

    /// <summary>The ground under the objects.</summary>
    Ground,

    /// <summary>The sky.</summary>
    Sky,

    /// <summary>The object in the sky.</summary>
    Extra,
}
