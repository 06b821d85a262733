using System.Collections.Frozen;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Word lists that determine the kind of a change in a free caption.</summary>
internal static class WordSets
{
    private static readonly FrozenSet<string> Colors = Set(
        "red orange yellow green blue purple violet pink brown black white grey gray gold golden silver cyan magenta turquoise teal "
        + "beige maroon navy crimson scarlet indigo lavender ivory bronze blonde blond ginger colorful colourful multicolored rainbow amber brunette "
        + "tan khaki peach coral mint olive burgundy emerald ruby sapphire turquoise aqua fuchsia mauve lilac cream charcoal");

    private static readonly FrozenSet<string> Shades = Set("dark light bright pale deep neon pastel and");

    private static readonly FrozenSet<string> Materials = Set(
        "wooden wood metal metallic iron steel stone marble glass plastic paper cardboard clay ceramic leather bronze copper brass rusty concrete "
        + "crystal ice lego wax porcelain fabric woolen wool knitted crochet crocheted brick cotton silk denim velvet plush felt fur furry rubber "
        + "bamboo straw wicker rattan linen satin canvas cloth titanium pearl slate sandstone ceramics clay carbon jade granite aluminum silver gold golden diamond chocolate jelly foam sand-made origami yarn lace tin chrome terracotta gingerbread marzipan papercraft styrofoam robotic mechanical");

    private static readonly FrozenSet<string> Figures = Set("statue sculpture figurine figure toy doll puppet carving bust");

    private static readonly FrozenSet<string> Styles = Set(
        "painting sketch drawing cartoon anime watercolor watercolour illustration mosaic engraving etching woodcut comic manga "
        + "style render rendering art poster collage portrait watercolors watercolours fresco mural graffiti caricature tapestry embroidery "
        + "ukiyo-e doodle lineart pixel-art clipart");

    private static readonly FrozenSet<string> Manners = Set(
        "cyberpunk steampunk impressionism cubism expressionism surrealism impressionist expressionist surrealist surreal cubist minimalist baroque gothic renaissance vintage retro ghibli pixar disney abstract vaporwave");

    private static readonly FrozenSet<string> Views = Set("photo photograph picture image");

    private static readonly FrozenSet<string> Backgrounds = Set(
        "background backdrop sky ground floor scene weather place setting landscape grass beach sand snow water sea ocean lake river "
        + "forest desert field meadow road street mountains mountain city wall dirt jungle woods garden park space room kitchen bedroom library "
        + "farm island village town hill hills valley cave pond shore coast countryside swamp savanna pasture rain fog universe galaxy "
        + "highway runway glacier volcano stadium airport supermarket bridge dock pier path trail canyon cliff waterfall harbor courtyard "
        + "temple church balcony bathroom hall hallway museum mall gym barn shop factory greenhouse stable bar stage office classroom cafe restaurant station tunnel underwater lawn prairie pool studio window market");

    private static readonly FrozenSet<string> Uncounted = Set(
        "water snow grass sand magma lava fire rice coffee tea milk juice wine beer soup bread fruit food jewellery jewelry furniture hair mud dirt soil smoke fog rain "
        + "pasta meat cheese honey oil moss money light space broccoli corn people children water air dust foam rice noodles sunlight");

    private static readonly FrozenSet<string> Vague = Set("better nicer nice good great cool cooler awesome different perfect interesting right wrong best amazing something anything");

    private static readonly FrozenSet<string> Supports = Set("table tabletop desk blanket carpet rug cloth tablecloth mat tray");

    private static readonly FrozenSet<string> Backdrops = Set("background backdrop sky ground floor");

    private static readonly FrozenSet<string> Surfaces = Set(
        "beach grass snow sand road street table moon lawn ice stage roof hill mountain bench floor bridge blanket carpet mat "
        + "farm island ground field deck chair sofa couch bed rock rocks dirt hillside shore coast meadow rug lawn table desk tray planet mars windowsill sill shelf counter step porch");

    /// <summary>Returns whether all words form a colour with its shades: "dark green".</summary>
    public static bool IsColor(Phrase words) =>
        !words.IsEmpty && words.Words.All(word => Colors.Contains(word) || Shades.Contains(word)) && words.Words.Any(Colors.Contains);

    /// <summary>Returns whether a word is a colour.</summary>
    public static bool IsColor(string word) => Colors.Contains(word);

    /// <summary>Returns whether the words name a material.</summary>
    public static bool IsMaterial(Phrase words) => words.Words.Any(Materials.Contains) || words.StartsWith("made");

    /// <summary>Returns whether the words name a figure: "a wax statue".</summary>
    public static bool IsFigure(Phrase words) => words.Words is [.., var last] && Figures.Contains(last);

    /// <summary>Returns whether the words name a style of the whole picture: "an oil painting", "in the style of van Gogh".</summary>
    public static bool IsStyle(Phrase words) => words.Words is [.., var last] && (Styles.Contains(last) || words.Words.Contains("style"));

    /// <summary>Returns whether a word names a picture in some medium, which comes before "of": "a sketch of".</summary>
    public static bool IsMedium(string word) => (Styles.Contains(word) && word is not "style") || Views.Contains(word);

    /// <summary>Returns whether a word names the manner of a picture, which comes before "style": "in cubist style".</summary>
    public static bool IsManner(string word) => Manners.Contains(word);

    /// <summary>Returns whether a style is used without an article: "anime of a cat", "pixel art of a cat".</summary>
    public static bool IsUncountedStyle(string word) => word is "anime" or "art" or "manga" or "graffiti" or "embroidery" or "ukiyo-e" || !Styles.Contains(word) && !Views.Contains(word);

    /// <summary>Returns whether a word stands for the picture as a whole.</summary>
    public static bool IsPicture(string word) => Views.Contains(word);

    /// <summary>Returns whether words refer to the background in general.</summary>
    public static bool IsBackdropNamed(Phrase words) => words.Words.Any(Backdrops.Contains);

    /// <summary>Returns whether a word can stand before "of" as in "a photo of".</summary>
    public static bool IsView(string word) => Views.Contains(word) || (Styles.Contains(word) && word is not ("portrait" or "style"));

    /// <summary>Returns whether the words refer to the picture as a whole.</summary>
    public static bool IsWhole(Phrase words) =>
        words.IsEmpty || words.IsPronoun || words.Bare.Words.All(word => Views.Contains(word) || word is "scene" or "whole" or "entire");

    /// <summary>Returns whether a word names something behind or under things.</summary>
    public static bool IsBackground(string word) => Backgrounds.Contains(word);

    /// <summary>Returns whether a word names something that things stand on.</summary>
    public static bool IsSurface(string word) => Surfaces.Contains(word);

    /// <summary>Returns whether a noun is uncountable: "water".</summary>
    public static bool IsUncounted(string noun) => Uncounted.Contains(noun) || Materials.Contains(noun) || (noun.EndsWith('s') && !noun.EndsWith("ss", StringComparison.Ordinal));

    /// <summary>Returns whether a word names something that things lie on in a picture.</summary>
    public static bool IsSupport(string word) => Supports.Contains(word);

    /// <summary>Returns whether a word only modifies a colour: "dark", "light".</summary>
    public static bool IsShade(string word) => Shades.Contains(word) && word is not "and";

    /// <summary>Returns whether a word is a material.</summary>
    public static bool IsMaterial(string word) => Materials.Contains(word);

    /// <summary>Returns whether a word can only name something behind or under things.</summary>
    public static bool IsBackdrop(string word) => Backdrops.Contains(word);

    /// <summary>Returns the preposition that goes with a place.</summary>
    public static string PrepositionOf(Phrase place) => Surfaces.Contains(place.Words[^1]) ? "on" : "in";

    /// <summary>Returns whether words only express liking or disliking, which no caption shows.</summary>
    public static bool IsVague(Phrase words) => words.Words.All(word => Vague.Contains(word) || word is "more" or "much" or "a" or "bit" or "very");

    /// <summary>Returns whether two words exclude each other, such as "long" and "short".</summary>
    public static bool Oppose(string word, string other) =>
        (Colors.Contains(word) && Colors.Contains(other)) || (Materials.Contains(word) && Materials.Contains(other)) || Scales.Oppose(word, other);

    /// <summary>Returns whether a word is certainly a state and not a thing.</summary>
    public static bool IsState(Phrase words) =>
        IsColor(words) || words.Words.All(Scales.Has)
        || words.Words is [var only] && (Materials.Contains(only) || only.EndsWith("ing", StringComparison.Ordinal) || (only.Length > 4 && only.EndsWith("ed", StringComparison.Ordinal)));

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
