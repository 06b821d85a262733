using System.Collections.Frozen;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Requests;

/// <summary>The verbs and phrases that start a clause, and the polite words around it.</summary>
internal static class VerbTable
{
    private static readonly (string[] Words, Verb Verb)[] Verbs =
    [
        .. Entries(Verb.Become, "make", "turn", "transform", "convert", "morph", "paint", "repaint", "colour", "color",
            "recolour", "recolor", "dye", "tint", "set", "let", "have", "render", "stylize", "stylise", "i want", "i would like", "i'd like"),
        .. Entries(Verb.Change, "change", "switch", "modify", "alter", "edit", "adjust"),
        .. Entries(Verb.Replace, "replace", "swap", "exchange", "substitute", "trade", "swap out", "switch out", "trade out", "replace out"),
        .. Entries(Verb.Add, "add", "insert", "include", "draw", "roll out", "give", "give me", "show me", "create", "let there be", "there should be", "with", "show",
            "i want a", "i want an", "i want some", "i would like a", "i'd like a"),
        .. Entries(Verb.Remove, "remove", "delete", "erase", "drop", "hide", "eliminate", "lose", "take", "take away", "take out",
            "take off", "cut down", "chop down", "knock down", "tear down", "turn off", "switch off", "get rid of", "cut out", "wipe out", "omit", "discard", "exclude", "without", "no"),
        .. Entries(Verb.Put, "put", "place", "move", "shift", "hang", "attach", "stick", "park", "position", "seat", "lean"),
        .. Entries(Verb.Keep, "keep", "keeping", "leave", "leaving", "preserve", "preserving", "do not change", "don't change",
            "do not touch", "don't touch"),
    ];

    // Verbs that imply the result: "close the book".
    private static readonly FrozenDictionary<string, string> States = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["open"] = "open", ["close"] = "closed", ["shut"] = "closed", ["empty"] = "empty", ["fill"] = "full", ["freeze"] = "frozen", ["melt"] = "melted",
        ["clean"] = "clean", ["dry"] = "dry", ["wet"] = "wet", ["brighten"] = "bright", ["darken"] = "dark", ["enlarge"] = "big", ["shrink"] = "small",
        ["lengthen"] = "long", ["shorten"] = "short", ["curl"] = "curly", ["straighten"] = "straight", ["break"] = "broken", ["burn"] = "burning",
        ["peel"] = "peeled", ["slice"] = "sliced", ["light"] = "lit", ["cover"] = "covered", ["decorate"] = "decorated", ["wrap"] = "wrapped", ["cut"] = "cut", ["chop"] = "chopped",
        ["cook"] = "cooked", ["crack"] = "cracked", ["tear"] = "torn", ["age"] = "old", ["flood"] = "flooded", ["tidy"] = "tidy", ["wake"] = "awake", ["bleach"] = "white", ["blacken"] = "black", ["whiten"] = "white",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // Verbs that move a part of a body: "raise the woman's arms".
    private static readonly FrozenDictionary<string, string> Postures = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["raise"] = "raised", ["lift"] = "raised", ["lower"] = "lowered", ["cross"] = "crossed", ["fold"] = "folded", ["spread"] = "spread", ["bend"] = "bent",
        ["stretch"] = "stretched",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly string[][] Openings = Words(
        "please", "kindly", "sorry", "oops", "actually", "rather", "now", "also", "just", "ok", "okay", "hey", "hi", "so", "but", "then", "and", "while", "maybe",
        "can you", "could you", "would you", "will you", "can we", "could we", "i want you to", "i want to", "i would like you to",
        "i would like to", "i'd like you to", "i'd like to", "let's", "let us", "try to", "instead", "it's", "it is");

    private static readonly string[][] Closings = Words(
        "please", "instead", "now", "too", "then", "as well", "for me", "thanks", "thank you", "again", "also", "if possible",
        "in the picture", "in the image", "in the photo", "in the painting", "to the picture", "to the image", "to the photo");

    /// <summary>Returns the verb that starts a clause and its number of words; the longest match.</summary>
    public static (Verb Verb, int Length) Read(Phrase clause)
    {
        if (clause.Words is [var only, var next, ..] && (States.ContainsKey(only) || Postures.ContainsKey(only)) && (WordClass.Determiners.Contains(next) || Possessive.Is(next)))
        {
            return (Verb.State, 1);
        }

        var best = Verbs.Where(entry => clause.StartsWith(entry.Words)).OrderByDescending(entry => entry.Words.Length).FirstOrDefault();
        // "I want a sun": the article belongs to the thing.
        var article = best.Words is { Length: > 2 } && WordClass.Indefinite.Contains(best.Words[^1]) ? 1 : 0;
        return best.Words is null ? (Verb.None, 0) : (best.Verb, best.Words.Length - article);
    }

    /// <summary>Returns the state that a verb of <see cref="Verb.State"/> gives its object.</summary>
    public static string StateOf(string verb) => States.TryGetValue(verb, out var state) ? state : Postures[verb];

    /// <summary>Returns the passive participle of such a verb: "filled", whereas the result of filling is "full".</summary>
    public static string PassiveOf(string verb) => verb is "fill" ? "filled" : StateOf(verb);

    /// <summary>Returns whether a verb moves a part of a body, as its owner can do: "she raises her arms".</summary>
    public static bool IsPosture(string verb) => Postures.ContainsKey(verb);

    /// <summary>Returns the clause without "please" and similar words.</summary>
    public static Phrase Trim(Phrase clause)
    {
        while (Openings.FirstOrDefault(o => clause.StartsWith(o)) is { } opening && Read(clause).Length <= opening.Length)
        {
            clause = clause[opening.Length..];
        }

        while (Closings.FirstOrDefault(c => EndsWith(clause, c)) is { } closing)
        {
            clause = clause[..^closing.Length];
        }

        return clause;
    }

    private static bool EndsWith(Phrase clause, string[] words) =>
        clause.Words.Length >= words.Length && clause[^words.Length..].StartsWith(words);

    private static IEnumerable<(string[] Words, Verb Verb)> Entries(Verb verb, params string[] phrases) =>
        Words(phrases).Select(words => (words, verb));

    private static string[][] Words(params string[] phrases) => [.. phrases.Select(phrase => phrase.Split(' '))];
}

/// <summary>The meaning of a request's verb.</summary>
internal enum Verb
{
    /// <summary>No verb: the words themselves are the wish.</summary>
    None,

    /// <summary>make, turn, paint …</summary>
    Become,

    /// <summary>change, switch: "to" another state or thing, or "with" another thing.</summary>
    Change,

    /// <summary>replace, swap …</summary>
    Replace,

    /// <summary>add, insert, give …</summary>
    Add,

    /// <summary>remove, delete, get rid of …</summary>
    Remove,

    /// <summary>put, place, move …</summary>
    Put,

    /// <summary>open, close, freeze …: the verb itself implies the result.</summary>
    State,

    /// <summary>keep, leave …: nothing to do.</summary>
    Keep,
}
