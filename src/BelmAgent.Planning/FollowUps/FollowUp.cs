using System.Collections.Frozen;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FollowUps;

/// <summary>Words that refer to the last edit, and the thing that they name.</summary>
/// <param name="Kind">How they refer to it.</param>
/// <param name="Said">The remaining words: the thing that they name, or nothing.</param>
internal sealed record FollowUp(FollowUpKind Kind, Phrase Said)
{
    private const int MaxAmountWords = 12;

    private static readonly string[][] Corrections = Openings(
        "not that one", "not this one", "not that", "not this", "not it", "the wrong one", "wrong one", "wrong", "that's the wrong one", "that was the wrong one",
        "that's wrong", "i meant", "i mean", "i wanted", "i said", "sorry", "oops", "actually", "but", "rather");

    private static readonly string[][] Repetitions = Openings(
        "do the same thing", "do the same", "the same thing", "the same", "same thing", "same again", "same", "do it again", "do that again", "do this again", "again",
        "once more", "repeat that", "repeat it", "repeat");

    // Words that may start either a correction or a new request.
    private static readonly FrozenSet<string> Mild = Set("sorry oops actually but rather");

    private static readonly FrozenSet<string> Negations = Set("no nope nah");
    private static readonly FrozenSet<string> AfterNegation = Set("the i not that this on wrong both");
    private static readonly FrozenSet<string> Links = Set("to for with on again please");
    private static readonly FrozenSet<string> AmountFillers = Set(
        "please it that this of the a an bit little lot much even some way make be still too now not enough look more less stronger weaker strong weak softer much should is that's it's");

    /// <summary>Reads words.</summary>
    /// <param name="words">The user's words.</param>
    /// <param name="last">The last request: "more red" refers to one that contains red.</param>
    public static FollowUp Read(string words, string last)
    {
        var said = Phrase.Parse(words);
        if (said.IsEmpty)
        {
            return new(FollowUpKind.None, said);
        }

        if (Amount(said, last) is not FollowUpKind.None and var amount)
        {
            return new(amount, new Phrase());
        }

        if (Repeated(said) is { } what)
        {
            return new(FollowUpKind.Repetition, what);
        }

        var rest = WithoutCorrection(words);
        if (IsMild(said) && VerbTable.Read(VerbTable.Trim(rest)).Verb is not Verb.None)
        {
            // "actually, make it night" is a new request.
            return new(FollowUpKind.None, said);
        }

        if (rest.Words.Length < said.Words.Length || NamesOne(rest))
        {
            return new(FollowUpKind.Correction, rest);
        }

        return new(FollowUpKind.None, said);
    }

    /// <summary>Returns the words without the part that only signals a correction: "no, the tree" and "I meant the tree" are the tree.</summary>
    public static Phrase WithoutCorrection(string words)
    {
        var rest = Phrase.Parse(words);
        if (!rest.IsEmpty && Negations.Contains(rest.Words[0]) && IsMarked(words, rest))
        {
            rest = rest[1..];
        }

        while (Array.Find(Corrections, opening => rest.StartsWith(opening)) is { } found)
        {
            rest = rest[found.Length..];
        }

        // "not the car, the tree"
        var comma = words.LastIndexOf(',');
        return rest.StartsWith("not", "the") && comma > 0 ? Phrase.Parse(words[comma..]) : rest;
    }

    private static bool IsMild(Phrase said) => Mild.Contains(said.Words[0]);

    // "more", "a bit less", "too much", "not red enough"
    private static FollowUpKind Amount(Phrase said, string last)
    {
        var earlier = Phrase.Parse(last).Words;
        var isOfLast = said.Words.Length <= MaxAmountWords
            && said.Words.All(word => AmountFillers.Contains(word) || earlier.Contains(word, StringComparer.OrdinalIgnoreCase));

        bool Has(string word) => said.Words.Contains(word, StringComparer.OrdinalIgnoreCase);
        bool Had(string word) => earlier.Contains(word, StringComparer.OrdinalIgnoreCase);

        // "two more trees" asks for trees, and "the tree too" for the tree.
        var wantsThings = VerbTable.Read(VerbTable.Trim(Phrase.Parse(last))).Verb is Verb.Add && said.Words.Any(word => !AmountFillers.Contains(word));
        var isTooMuch = Has("too") && !said.Words[^1].Equals("too", StringComparison.OrdinalIgnoreCase);
        var kind = !isOfLast || wantsThings ? FollowUpKind.None
            : Has("not") && Has("enough") ? FollowUpKind.More
            : Has("less") || Has("weaker") || Has("softer") || isTooMuch ? FollowUpKind.Less
            : Has("more") || Has("stronger") ? FollowUpKind.More
            : FollowUpKind.None;

        // After "less bright", "more bright" makes the last edit weaker.
        return kind == FollowUpKind.More && Has("more") && Had("less") ? FollowUpKind.Less
            : kind == FollowUpKind.Less && Has("less") && Had("more") ? FollowUpKind.More
            : kind;
    }

    // "no" is a correction before a comma or a thing, and a verb in "no clouds".
    private static bool IsMarked(string words, Phrase said)
    {
        var after = words.AsSpan(words.IndexOf(said.Words[0], StringComparison.Ordinal) + said.Words[0].Length).TrimStart();
        return after.IsEmpty || !char.IsLetterOrDigit(after[0]) || (said.Words.Length > 1 && AfterNegation.Contains(said.Words[1]));
    }

    // "the left one" and "the other", without a verb
    private static bool NamesOne(Phrase words) =>
        words.Words is ["the", _, ..] && words.Words.Length <= 6 && words.Words.Any(word => word is "one" or "ones" or "other");

    private static Phrase? Repeated(Phrase said)
    {
        var start = said.StartsWith("and") || said.StartsWith("now") || said.StartsWith("please") ? 1 : 0;
        var words = said[start..];
        if (Array.Find(Repetitions, opening => words.StartsWith(opening)) is { } found)
        {
            words = words[found.Length..];
            while (!words.IsEmpty && Links.Contains(words.Words[0]))
            {
                words = words[1..];
            }

            return words;
        }

        // "the tree too", "and the tree": no verb of its own, and a thing that was not mentioned before
        words = words.StartsWith("also") ? words[1..] : words;
        words = words.Words is [.., "too" or "also"] ? words[..^1] : words.Words is [.., "as", "well"] ? words[..^2] : words;
        return words.Words.Length < said.Words.Length && words.Words is ["the" or "both", _, ..] && words.Words.Length <= 6 && VerbTable.Read(words).Length == 0 ? words : null;
    }

    private static string[][] Openings(params string[] phrases) => [.. phrases.Select(phrase => phrase.Split(' ')).OrderByDescending(words => words.Length)];

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}

/// <summary>Specifies how words refer to earlier turns.</summary>
internal enum FollowUpKind
{
    /// <summary>They do not refer to earlier turns.</summary>
    None,

    /// <summary>"no, the other one": the last edit was meant for something else.</summary>
    Correction,

    /// <summary>"more", "stronger", "not enough".</summary>
    More,

    /// <summary>"less", "weaker", "too much".</summary>
    Less,

    /// <summary>"again", "the same for the tree".</summary>
    Repetition,
}
