using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Soundness;

/// <summary>Finds what makes a plan's target unsound: no sentence, a contradiction, something lost, or a part of the request that has no place in it.</summary>
/// <remarks>Faults that the source itself has are not counted.</remarks>
internal static class PlanFaults
{
    // "the doctor's coat", "the bike's saddle": the caption may call both otherwise.
    private static readonly Regex Owner = new(@"\w+['’]s(?: \w+)?");
    private static readonly Regex Said = new("""(?<!\w)(?:"[^"]*"|“[^”]*”|'[^']*'(?!\w))""");
    private static readonly FrozenSet<string> Asides = WordLexicon.Set("aside");
    private static readonly FrozenSet<string> Commands = WordLexicon.Set("command");

    /// <summary>Returns the faults; empty if the plan is sound.</summary>
    /// <param name="source">The caption of the picture.</param>
    /// <param name="request">The request.</param>
    /// <param name="target">The target prompt.</param>
    public static IReadOnlyList<PlanFault> Find(string source, string request, string target) => [.. InSentence(source, request, target), .. Missing(source, request, target)];

    /// <summary>Returns what makes the target no sentence, or a contradiction.</summary>
    /// <param name="source">The caption of the picture.</param>
    /// <param name="request">The request; empty if it depends on earlier turns.</param>
    /// <param name="target">The target prompt.</param>
    public static IEnumerable<PlanFault> InSentence(string source, string request, string target)
    {
        var (before, after) = (Words(source), Words(target));
        var faults = SentenceFaults.Find(after).ToList();
        HashSet<PlanFault> had = faults.Count > 0 ? [.. SentenceFaults.Find(before)] : [];
        return
        [
            .. New(before, after).Where(word => word is "is" or "are" or "was" or "were" && !after.Contains("says") && !before.Any(WordClass.Auxiliaries.Contains) && !Pairs(after).Any(pair => pair.Second == word && WordClass.Relatives.Contains(pair.First))).Select(word => new PlanFault(PlanFaultKind.Grammar, word)),
            .. New(before, after).Where(word => Asides.Contains(word) && !IsLoud(word, after) && !Pairs(after).Any(pair => pair.First == word && IsOfPicture(word, pair.Second))).Select(word => new PlanFault(PlanFaultKind.Aside, word)),
            .. faults.Where(fault => !had.Contains(fault)),
            .. Frame(before, after),
            .. Shades(before, after),
            .. LostArticles(before, after),
            .. Lists(before, after),
            .. CopiedWords.Find(before, request, after),
            .. UnsaidNumbers.Find(before, request, after),
        ];
    }

    /// <summary>Returns what went that the request did not name, and what it names that has no place.</summary>
    /// <param name="source">The caption of the picture.</param>
    /// <param name="request">The request. Empty: nothing is missing.</param>
    /// <param name="target">The target prompt.</param>
    public static IEnumerable<PlanFault> Missing(string source, string request, string target) => request.Length == 0 ? [] :
    [
        .. LostWords.Find(source, request, target).Select(word => new PlanFault(PlanFaultKind.Lost, word)),
        .. Unplaced(Words(source), request, Words(target)).Select(word => new PlanFault(PlanFaultKind.Unplaced, word)),
    ];

    // "a light black scarf", which was light blue: the shade belongs to the colour that went.
    private static IEnumerable<PlanFault> Shades(ImmutableArray<string> before, ImmutableArray<string> after) =>
        from pair in Pairs(before)
        where pair.First is "light" or "dark" or "pale" or "deep" && WordSets.IsColor(pair.Second)
        from other in Pairs(after)
        where other.First == pair.First && WordSets.IsColor(other.Second) && other.Second != pair.Second && !after.Contains(pair.Second)
        select new PlanFault(PlanFaultKind.Contradiction, $"{other.First} {other.Second}");

    // "a statue of woman", who was "a woman".
    private static IEnumerable<PlanFault> LostArticles(ImmutableArray<string> before, ImmutableArray<string> after) =>
        from at in Enumerable.Range(1, Math.Max(0, after.Length - 1))
        let noun = after[at]
        where WordClass.Prepositions.Contains(after[at - 1]) && Nouns.IsPerson(noun) && Numbers.Singular(noun) == noun && (at + 1 == after.Length || (WordClass.EndsNounPhrase(after[at + 1]) && !Possessive.IsEnding(after[at + 1])))
            && Follows(before, noun, Article.Is) && !Follows(before, noun, WordClass.Prepositions.Contains)
        select new PlanFault(PlanFaultKind.Grammar, $"{after[at - 1]} {noun}");

    // "selling cheese, sausages under an awning", where oranges, lemons and bananas were.
    private static IEnumerable<PlanFault> Lists(ImmutableArray<string> before, ImmutableArray<string> after)
    {
        var last = after.LastIndexOf(",");
        var end = last < 1 ? after.Length : Enumerable.Range(last + 1, after.Length - last - 1).FirstOrDefault(at => WordClass.EndsNounPhrase(after[at]) || Actions.IsParticiple(after[at]), after.Length);
        if (end < after.Length && end > last + 1 && last > 1 && !WordClass.Determiners.Contains(after[last - 2]) && !WordClass.Determiners.Contains(after[last + 1]) && WordClass.Prepositions.Contains(after[end]) && WordLexicon.IsThing(after[last - 1]) && WordLexicon.IsThing(after[end - 1]) && !after.Contains("and") && before.Contains("and") && before.Contains(",")
            && !string.Join(' ', before).Contains(string.Join(' ', after[(last - 1)..(end + 1)]), StringComparison.OrdinalIgnoreCase))
        {
            yield return new(PlanFaultKind.Grammar, $"{after[last - 1]}, {after[end - 1]}");
        }
    }

    private static IEnumerable<(string First, string Second)> Pairs(ImmutableArray<string> words) => words.Zip(words.Skip(1));

    // What a sign says: "JUST MARRIED".
    private static bool IsLoud(string word, ImmutableArray<string> words)
    {
        return IsCapital(word) && Pairs(words).Any(pair => pair.First == word ? IsCapital(pair.Second) : pair.Second == word && (IsCapital(pair.First) || pair.First is "says" or "reads" or "saying" or "reading"));

        static bool IsCapital(string word) => word.Length > 1 && word.All(char.IsUpper);
    }

    // "just before dark", "all black except for one"
    private static bool IsOfPicture(string aside, string next) => aside is "just" ? next is "before" or "after" or "above" or "below" or "outside" or "behind" : aside is "except" && next is "for";

    private static bool Follows(ImmutableArray<string> words, string word, Func<string, bool> before) =>
        Enumerable.Range(1, Math.Max(0, words.Length - 1)).Any(at => words[at].Equals(word, StringComparison.OrdinalIgnoreCase) && before(words[at - 1]) && NounFinder.IsHead(words, at + 1));

    // "a steampunk of a goat", "a Degas of dancers": a manner or a name is no picture.
    private static IEnumerable<PlanFault> Frame(ImmutableArray<string> before, ImmutableArray<string> after)
    {
        var of = after.IndexOf("of");
        if (of is > 0 and < 6 && of + 1 < after.Length && !before.Contains(after[of - 1], StringComparer.OrdinalIgnoreCase) && Start(after.RemoveRange(0, of + 1)) == Start(before) && after[..of].All(word => !WordClass.EndsNounPhrase(word) || word is "and")
            && after[of - 1].ToLowerInvariant() is var head && !WordSets.IsView(head) && (WordSets.IsManner(head) || WordSets.IsColor(head) || (WordSets.IsMaterial(head) && head is not "glass") || (!WordLexicon.IsNoun(head) && !head.Contains('-', StringComparison.Ordinal))))
        {
            yield return new(PlanFaultKind.Grammar, $"{head} of");
        }

        static string Start(ImmutableArray<string> words) => words.FirstOrDefault(word => !WordClass.Determiners.Contains(word), "").ToLowerInvariant();
    }

    // What something says is no part of the sentence.
    private static ImmutableArray<string> Words(string text) => CaptionText.Parse(Said.Replace(text, "\"X\"")).Words;

    private static List<string> New(ImmutableArray<string> before, ImmutableArray<string> after)
    {
        var left = before.ToList();
        return [.. after.Where(word => !left.Remove(word))];
    }

    // A thing or a state that the request names, and that neither the caption nor the target says in any form.
    private static IEnumerable<string> Unplaced(ImmutableArray<string> before, string request, ImmutableArray<string> after)
    {
        var said = after.Concat(before).Where(word => char.IsLetterOrDigit(word[0])).SelectMany(ContentWords.Spelled).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var isExchange = request.Contains(" from ", StringComparison.OrdinalIgnoreCase);
        return ContentWords.Content(Owner.Replace(request, "")).Where(word => word.Length > 2 && !isExchange && !Commands.Contains(word) && !Actions.IsVerb(word) && !Nouns.IsPart(word) && WordLexicon.Knows(word) && WordLexicon.BaseOf(word) is null
            && Weather.Read(new Phrase(word)) is null
            && ((WordLexicon.IsThing(word) && !Scales.Has(word)) || WordSets.IsColor(word) || WordSets.IsMaterial(word))
            && !said.Exists(other => IsForm(word, ContentWords.Stem(other)) || Nouns.IsOtherName(word, other) || Nouns.IsOtherName(other, word)));
    }

    private static bool IsForm(string word, string other) =>
        word == other || Nouns.Same(word, other) || Scales.Plain(word) == other
        || (Math.Min(word.Length, other.Length) >= 4 && string.CompareOrdinal(word, 0, other, 0, Math.Max(4, Math.Min(word.Length, other.Length) - 2)) == 0);
}

/// <summary>A fault of a plan.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Words">The words at fault.</param>
internal sealed record PlanFault(PlanFaultKind Kind, string Words);

/// <summary>Specifies how a plan is unsound.</summary>
internal enum PlanFaultKind
{
    /// <summary>The target says a word that belongs to the request and not to a picture: "instead", "please".</summary>
    Aside,

    /// <summary>The target is no sentence: a word twice in a row, or words that cannot follow each other.</summary>
    Grammar,

    /// <summary>Two garments of one place, two poses, two times of day, two states or two materials of one owner.</summary>
    Contradiction,

    /// <summary>Something went that the request did not name.</summary>
    Lost,

    /// <summary>Something that the request names is nowhere in the target.</summary>
    Unplaced,
}
