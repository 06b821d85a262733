using System.Collections.Frozen;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Lexicon;

/// <summary>Word lists that determine the kind of a change in a free caption.</summary>
internal static class WordSets
{
    private static readonly FrozenSet<string> Colors = WordLexicon.Set("color");
    private static readonly FrozenSet<string> BasicColors = WordLexicon.Set("basic-color");
    private static readonly FrozenSet<string> Shades = WordLexicon.Set("shade");
    private static readonly FrozenSet<string> Materials = WordLexicon.Set("material");
    private static readonly FrozenSet<string> Styles = WordLexicon.Set("style");
    private static readonly FrozenSet<string> Manners = WordLexicon.Set("manner");
    private static readonly FrozenSet<string> Views = WordLexicon.Set("view");
    private static readonly FrozenSet<string> Viewpoints = WordLexicon.Set("viewpoint");
    private static readonly FrozenSet<string> Backgrounds = WordLexicon.Set("scenery");
    private static readonly FrozenSet<string> Uncounted = WordLexicon.Set("uncounted");
    private static readonly FrozenSet<string> Vague = WordLexicon.Set("vague");
    private static readonly FrozenSet<string> Backdrops = WordLexicon.Set("backdrop");

    /// <summary>Returns whether all words form a colour with its shades: "dark green".</summary>
    public static bool IsColor(Phrase words) =>
        !words.IsEmpty && words.Words.All(word => Colors.Contains(word) || Shades.Contains(word)) && words.Words.Any(Colors.Contains);

    /// <summary>Returns whether a word is a colour.</summary>
    public static bool IsColor(string word) => Colors.Contains(word);

    /// <summary>Returns whether a word names a colour and hardly ever a thing: "red", but not "lavender".</summary>
    public static bool IsBasicColor(string word) => BasicColors.Contains(word);

    /// <summary>Returns whether the words name a material.</summary>
    public static bool IsMaterial(Phrase words) => words.Words.Any(Materials.Contains) || words.StartsWith("made");

    /// <summary>Returns whether the words name a style of the whole picture: "an oil painting", "in the style of van Gogh".</summary>
    public static bool IsStyle(Phrase words) => words.Words is [.., var last] && (Styles.Contains(last) || words.Words.Contains("style") || (words.Words.IndexOf("by") is > 0 and var by && Styles.Contains(words.Words[by - 1])));

    /// <summary>Returns whether a word names the manner of a picture, which comes before "style": "in cubist style".</summary>
    public static bool IsManner(string word) => Manners.Contains(word);

    /// <summary>Returns whether words name a point of view: "side view".</summary>
    public static bool IsViewpoint(Phrase words) =>
        words.Words is [.., var last] && (Viewpoints.Contains(last) || words.Words is [.., "view", "point"] or ["close", "up"]);

    /// <summary>Returns whether words refer to the background in general.</summary>
    public static bool IsBackdropNamed(Phrase words) => words.Words.Any(Backdrops.Contains);

    /// <summary>Returns whether a word can stand before "of" as in "a photo of".</summary>
    public static bool IsView(string word) => Views.Contains(word) || (Styles.Contains(word) && word is not ("portrait" or "style"));

    /// <summary>Returns whether the words refer to the picture as a whole.</summary>
    public static bool IsWhole(Phrase words) =>
        words.IsEmpty || words.IsPronoun || words.Bare.Words.All(word => Views.Contains(word) || word is "scene" or "whole" or "entire");

    /// <summary>Returns whether a word names something behind or under things.</summary>
    public static bool IsBackground(string word) => Backgrounds.Contains(word);

    /// <summary>Returns whether a noun is uncountable: "water".</summary>
    public static bool IsUncounted(string noun) => Uncounted.Contains(noun) || Materials.Contains(noun) || (noun.EndsWith('s') && !noun.EndsWith("ss", StringComparison.Ordinal));

    /// <summary>Returns whether a word only modifies a colour: "dark", "light".</summary>
    public static bool IsShade(string word) => Shades.Contains(word) && word is not "and";

    /// <summary>Returns whether a word is a material.</summary>
    public static bool IsMaterial(string word) => Materials.Contains(word);

    /// <summary>Returns whether a word can only name something behind or under things.</summary>
    public static bool IsBackdrop(string word) => Backdrops.Contains(word);

    /// <summary>Returns whether words only express liking or disliking, which no caption shows.</summary>
    public static bool IsVague(Phrase words) => words.Words.All(word => Vague.Contains(word) || word is "more" or "much" or "a" or "bit" or "very");

    /// <summary>Returns whether two words exclude each other, such as "long" and "short".</summary>
    public static bool Oppose(string word, string other) =>
        (Colors.Contains(word) && Colors.Contains(other)) || (Materials.Contains(word) && Materials.Contains(other)) || Scales.Oppose(word, other) || (!word.Equals(other, StringComparison.OrdinalIgnoreCase) && WordLexicon.AreOfOneAttribute(word, other));

    /// <summary>Returns whether a word is certainly a state and not a thing.</summary>
    public static bool IsState(Phrase words) =>
        IsColor(words) || words.Words.All(word => Scales.Has(word) || (WordLexicon.HasAttribute(word) && !WordLexicon.IsNoun(word)))
        || words.Words is [var only] && (Materials.Contains(only) || only.EndsWith("ing", StringComparison.Ordinal) || (only.Length > 4 && only.EndsWith("ed", StringComparison.Ordinal)));
}
