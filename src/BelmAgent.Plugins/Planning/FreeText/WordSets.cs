using System.Collections.Frozen;
using BelmAgent.Plugins.Planning.Text;

namespace BelmAgent.Plugins.Planning.FreeText;

/// <summary>Words that tell of what kind a change is in a caption of any world.</summary>
internal static class WordSets
{
    private static readonly FrozenSet<string> Colors = Set(
        "red orange yellow green blue purple violet pink brown black white grey gray gold golden silver cyan magenta turquoise teal "
        + "beige maroon navy crimson scarlet indigo lavender ivory bronze blonde blond ginger colorful rainbow");

    private static readonly FrozenSet<string> Shades = Set("dark light bright pale deep neon pastel and");

    private static readonly FrozenSet<string> Materials = Set(
        "wooden wood metal metallic iron steel stone marble glass plastic paper clay ceramic leather bronze copper rusty concrete "
        + "crystal ice lego wax porcelain fabric woolen knitted");

    private static readonly FrozenSet<string> Figures = Set("statue sculpture figurine figure toy origami");

    private static readonly FrozenSet<string> Styles = Set(
        "painting sketch drawing cartoon anime watercolor watercolour illustration mosaic engraving etching woodcut comic manga "
        + "style render rendering art poster collage portrait");

    private static readonly FrozenSet<string> Views = Set("photo photograph picture image");

    private static readonly FrozenSet<string> Backgrounds = Set(
        "background backdrop sky ground floor scene weather place setting landscape grass beach sand snow water sea ocean lake river "
        + "forest desert field meadow road street mountains mountain city wall dirt");

    private static readonly FrozenSet<string> Backdrops = Set("background backdrop sky ground floor");

    private static readonly FrozenSet<string> Surfaces = Set(
        "beach grass snow sand road street table moon lawn ice stage roof hill mountain bench floor bridge blanket carpet mat "
        + "farm island ground field deck chair sofa couch bed rock rocks");

    private static readonly FrozenSet<string> Actions = Set(
        "wear hold carry ride drive sit stand run jump walk fly swim sleep eat drink read sing dance smile laugh cry look lie play wave climb");

    private static readonly FrozenSet<string>[] Scales =
    [
        Set("big large huge giant small little tiny"), Set("old new young modern ancient"), Set("dark bright"),
        Set("calm peaceful quiet rough stormy wild"), Set("long short"), Set("happy sad angry smiling crying"),
        Set("open closed"), Set("wet dry"), Set("full empty"), Set("hot cold frozen"), Set("clean dirty"), Set("fat thin slim"),
    ];

    /// <summary>Whether all words are a colour with its shades: "dark green".</summary>
    public static bool IsColor(Phrase words) =>
        !words.IsEmpty && words.Words.All(word => Colors.Contains(word) || Shades.Contains(word)) && words.Words.Any(Colors.Contains);

    /// <summary>Whether a word is a colour.</summary>
    public static bool IsColor(string word) => Colors.Contains(word);

    /// <summary>Whether the words say what something is made of.</summary>
    public static bool IsMaterial(Phrase words) => words.Words.Any(Materials.Contains) || words.StartsWith("made");

    /// <summary>Whether the words name a made figure: "a wax statue".</summary>
    public static bool IsFigure(Phrase words) => words.Words is [.., var last] && Figures.Contains(last);

    /// <summary>Whether the words name a style of the whole picture: "an oil painting", "in the style of van Gogh".</summary>
    public static bool IsStyle(Phrase words) => words.Words is [.., var last] && (Styles.Contains(last) || words.Words.Contains("style"));

    /// <summary>A verb as it stands after a noun: "wear" is "wearing"; null for other words.</summary>
    public static string? Participle(string word) =>
        !Actions.Contains(word) ? null
        : word is "lie" ? "lying"
        : word is "sit" or "run" or "swim" ? $"{word}{word[^1]}ing"
        : word[^1] == 'e' ? $"{word[..^1]}ing"
        : $"{word}ing";

    /// <summary>Whether a word can stand before "of" as in "a photo of".</summary>
    public static bool IsView(string word) => Views.Contains(word) || Styles.Contains(word);

    /// <summary>Whether the words speak of the picture as a whole.</summary>
    public static bool IsWhole(Phrase words) =>
        words.IsEmpty || words.IsPronoun || words.Bare.Words.All(word => Views.Contains(word) || word is "scene" or "whole" or "entire");

    /// <summary>Whether a word names something that is behind or under things.</summary>
    public static bool IsBackground(string word) => Backgrounds.Contains(word);

    /// <summary>Whether a word names nothing but what is behind or under things.</summary>
    public static bool IsBackdrop(string word) => Backdrops.Contains(word);

    /// <summary>The preposition that goes with a place.</summary>
    public static string PrepositionOf(Phrase place) => Surfaces.Contains(place.Words[^1]) ? "on" : "in";

    /// <summary>Whether two words exclude each other, such as "long" and "short".</summary>
    public static bool Oppose(string word, string other) =>
        (Colors.Contains(word) && Colors.Contains(other)) || Scales.Any(scale => scale.Contains(word) && scale.Contains(other));

    /// <summary>Whether a word is surely a state and no thing.</summary>
    public static bool IsState(Phrase words) =>
        IsColor(words) || words.Words.All(word => Scales.Any(scale => scale.Contains(word)))
        || words.Words is [var only] && (Materials.Contains(only) || only.EndsWith("ing", StringComparison.Ordinal));

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
