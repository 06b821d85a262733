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

    /// <summary>Gets the grounds under the objects, or the places where all of them are.</summary>
    [JsonPropertyName("grounds")]
    public required IReadOnlyList<SceneTerm> Grounds { get; init; }

    /// <summary>Gets the skies, or the times of day.</summary>
    [JsonPropertyName("skies")]
    public required IReadOnlyList<SceneTerm> Skies { get; init; }

    /// <summary>Gets the weathers. Default: none.</summary>
    [JsonPropertyName("weathers")]
    public IReadOnlyList<SceneTerm> Weathers { get; init; } = [];

    /// <summary>Gets the styles, whose words stand before the caption. Default: none.</summary>
    [JsonPropertyName("styles")]
    public IReadOnlyList<SceneTerm> Styles { get; init; } = [];

    /// <summary>Gets the expressions and poses of objects. Default: none.</summary>
    [JsonPropertyName("looks")]
    public IReadOnlyList<SceneTerm> Looks { get; init; } = [];

    /// <summary>Gets the sizes of objects. Default: none.</summary>
    [JsonPropertyName("sizes")]
    public IReadOnlyList<SceneTerm> Sizes { get; init; } = [];

    /// <summary>Gets what objects of the world can do. Default: they stand in slots.</summary>
    [JsonPropertyName("nature")]
    public SceneNature Nature { get; init; } = new();

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
        + $"{Listing.Or(Skies.Select(Named))}"
        + string.Concat(new[] { Extras, Weathers, Styles }.Where(terms => terms.Count > 0).Select(terms => $", {Listing.Or(terms.Select(Named))}"))
        + (Looks.Count == 0 ? "." : $". {string.Join(' ', Nature.Looks.Select(kind => $"A {kind.Key} is {Listing.Or(kind.Value)}."))}");

    /// <summary>Gets the same in short, for the user: the things and their colours.</summary>
    internal string ShortSummary => Styles.Count == 0
        ? $"It draws a {Listing.Or(Objects.Select(thing => thing.Phrase))} in {Listing.Or(Colors.Select(color => color.Phrase))}, on {Listing.Or(Grounds.Select(ground => ground.Label))}, under a sky of {Listing.Or(Skies.Select(sky => sky.Label))}."
        : $"It draws a {Listing.Or(Objects.Select(thing => thing.Phrase))}, in {Listing.Or(Colors.Select(color => color.Phrase))}; places: {Listing.Or(Grounds.Select(ground => ground.Label))}; {Listing.Or(Skies.Concat(Weathers).Select(term => term.Label))}; styles: {Listing.Or(Styles.Select(style => style.Label))}.";

    private static string Named(SceneTerm term) => term.Phrase.Length > 0 ? term.Phrase : term.Label;

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
        SceneRole.Extra => Extras,
        SceneRole.Weather => Weathers,
        SceneRole.Style => Styles,
        SceneRole.Look => Looks,
        _ => Sizes,
    };

    /// <summary>Gets the term of a role that a caption does not say, such as day; null if there is none.</summary>
    internal SceneTerm? Unsaid(SceneRole role) => Terms(role).FirstOrDefault(term => term.Phrase.Length == 0);
}

/// <summary>A value that a picture's caption can contain, with its words.</summary>
/// <param name="Label">The describer's label, such as <c>day</c>.</param>
/// <param name="Phrase">The canonical words in a caption, such as <c>under a blue sky</c>.</param>
/// <param name="Names">Other words that users use for it, such as <c>daytime</c>.</param>
public sealed record SceneTerm(
    [property: JsonPropertyName("label")] string Label,
    [property: JsonPropertyName("phrase")] string Phrase,
    [property: JsonPropertyName("names")] params IReadOnlyList<string> Names);

/// <summary>The nature of a world: its objects' looks and places, and what goes without saying.</summary>
public sealed record SceneNature
{
    /// <summary>Gets, for each kind of object that has several, its looks, as labels. Default: none.</summary>
    [JsonPropertyName("looks")]
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Looks { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Gets the looks that are poses; the others are expressions. Default: none.</summary>
    [JsonPropertyName("poses")]
    public IReadOnlyList<string> Poses { get; init; } = [];

    /// <summary>Gets the colours that are materials. Default: none.</summary>
    [JsonPropertyName("materials")]
    public IReadOnlyList<string> Materials { get; init; } = [];

    /// <summary>Gets the kinds that another object may stand on. Default: none.</summary>
    [JsonPropertyName("carriers")]
    public IReadOnlyList<string> Carriers { get; init; } = [];

    /// <summary>Gets the kinds that may stand on another object. Default: none.</summary>
    [JsonPropertyName("riders")]
    public IReadOnlyList<string> Riders { get; init; } = [];

    /// <summary>Gets the kinds that are in the sky. Default: none.</summary>
    [JsonPropertyName("flyers")]
    public IReadOnlyList<string> Flyers { get; init; } = [];

    /// <summary>Gets how many objects stand on the ground at most. Default, 0: one in each slot.</summary>
    [JsonPropertyName("standing")]
    public int Standing { get; init; }

    /// <summary>Gets the words between an object and its carrier; null if no object carries another.</summary>
    [JsonPropertyName("on")]
    public string? On { get; init; }

    /// <summary>Gets the words for an object in the sky, before its slot; null if none is there.</summary>
    [JsonPropertyName("sky")]
    public string? Sky { get; init; }

    /// <summary>Gets the slot whose words a single object goes without; null if there is none.</summary>
    [JsonPropertyName("alone")]
    public string? Alone { get; init; }

    /// <summary>Gets the words between three objects or more, but for the last two. Default: " and ".</summary>
    [JsonPropertyName("separator")]
    public string Separator { get; init; } = " and ";

    /// <summary>Gets the sky or time that a ground implies, by labels: on the moon it is night. Default: none.</summary>
    [JsonPropertyName("implied_skies")]
    public IReadOnlyDictionary<string, string> ImpliedSkies { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets, for each ground, the skies or times that occur there, as labels; any in a ground that is not named. Default: none.</summary>
    [JsonPropertyName("skies")]
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Skies { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Gets, for each ground, the weathers that occur there, as labels; any in a ground that is not named. Default: none.</summary>
    [JsonPropertyName("weathers")]
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Weathers { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Gets the grounds where nothing flies, as labels. Default: none.</summary>
    [JsonPropertyName("skyless")]
    public IReadOnlyList<string> Skyless { get; init; } = [];

    /// <summary>Gets the colours that kinds have by themselves, by labels. Default: none.</summary>
    [JsonPropertyName("own_colors")]
    public IReadOnlyDictionary<string, string> OwnColors { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the styles that show no colours, as labels. Default: none.</summary>
    [JsonPropertyName("colorless")]
    public IReadOnlyList<string> Colorless { get; init; } = [];

    /// <summary>Gets whether objects have a look of their own, without a colour: one that takes another's place does not take its colour. Default: no.</summary>
    [JsonPropertyName("plain")]
    public bool HasPlain { get; init; }
}

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

    /// <summary>The weather.</summary>
    Weather,

    /// <summary>The style of the whole picture.</summary>
    Style,

    /// <summary>The expression or pose of an object.</summary>
    Look,

    /// <summary>The size of an object.</summary>
    Size,
}
