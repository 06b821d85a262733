using System.Text.RegularExpressions;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

// What the networks do not reckon, said plainly: sums, and what is to go where all else stays.
internal sealed partial class FreeCaption
{
    // Where a place or a look follows, other things come: "two more chefs behind him".
    private const string Ends = @"(?=\s*(?:$|[.,;:!?()]|please\b|pls\b|for\b|so\b|because\b|and\b|thanks\b|thx\b|in\s+the\s+same\b|of\s+the\s+same\b))";

    // "add two more balls" is another sum than "two more balls": what comes, not what there is.
    private const string Number = @"(?<!\b(?:add|adding|put|give|draw|place|insert|include|show|remove|delete|lose|drop|take|without|with|the|these|those)\s+)\b(?<number>one|two|three|four|five|six|seven|eight|nine|ten|an?|[1-9])";
    private const string But = @"\s+(?:but|except(?:\s+for)?|apart\s+from)\s+(?<what>(?:[a-z'-]+\s+){0,5}?[a-z-]+)";
    private const string All = @"(?:everything|all)";
    private const string Stays = @"\s+(?:(?:can|may|should|must|could|shall)\s+)?(?:stays?|remains?|be\s+kept)";

    /// <summary>
    /// Returns a request with its sums worked out, and what does not stay removed: of four balls, "two more balls, the club bought new ones" are "six balls, …", and "remove one of the balls" is
    /// "make it three balls"; "everything but the egg can stay" is "remove the egg", and where it can go, "leave only the egg"; "and nothing else" is left out. Others come back as they are.
    /// </summary>
    public string Reckoned(string request) => Kept().Replace(Excepted().Replace(TakenAway().Replace(Difference().Replace(Added().Replace(WithoutRest(request), AddedUp), WorkedOut), Left), Removed), Leave);

    // "the desk pink and nothing else": what is not named stays anyway, unless only something may stay.
    private static string WithoutRest(string request) => Only().IsMatch(request) || Rest().Replace(request, "") is not { Length: > 0 } plain ? request : plain;

    private string WorkedOut(Match match) => Counted(match, match.Groups["word"].Value.ToLowerInvariant() is "fewer" or "less" ? -1 : 1) ?? match.Value;

    private string AddedUp(Match match) => Counted(match, 1) is { } sum ? $"make it {sum}" : match.Value;

    private string Left(Match match) => Counted(match, -1) is { } left ? $"make it {left}" : match.Value;

    private string Removed(Match match) =>
        match.Groups["what"].Value is var what && Has(what) ? $"remove {what}" : match.Value;

    private string Leave(Match match) =>
        match.Groups["what"].Value is var what && what.Split(" and ").All(Has) ? $"leave only {what}" : match.Value;

    private bool Has(string what) => Phrase.Parse(what) is { IsEmpty: false } phrase && !phrase.Words.Any(WordClass.Prepositions.Contains) && Spans(phrase).Count > 0;

    // "six balls": the only things of a name that the caption counts, more or fewer; null where it does not count them, or none would be left.
    private string? Counted(Match match, int sign)
    {
        var name = match.Groups["noun"].Value.ToLowerInvariant();
        if (Numbers.Read(match.Groups["number"].Value) is not { } difference || (name is "them" or "those" ? CountedThings() : Spans(new Phrase(name))) is not [var span] || Words.Words[span.Start..span.End].Contains("and"))
        {
            return null;
        }

        var noun = Words.Words[span.End - 1].ToLowerInvariant();
        var isOne = Numbers.Singular(noun) == noun;
        // "a dozen eggs", "a pair of gloves"
        if (Groups.NumberOf(Words.Words, span) is not { } now || (now == 1 && !isOne) || noun is "pair" or "dozen")
        {
            return null;
        }

        var then = now + (sign * difference);
        return then <= 0 ? null : $"{Numbers.Name(then)} {(then == 1 == isOne || (now > 1 && isOne) ? noun : Numbers.Other(noun))}";
    }

    private List<NounSpan> CountedThings() =>
        [.. Enumerable.Range(0, Words.End).Where(at => Numbers.Read(Words.Words[at]) > 1).Select(at => NounFinder.At(Words.Words, at)).OfType<NounSpan>().Distinct()];

    [GeneratedRegex(@"(?<!(?:n't|n’t|not|never)\s+)\b(?:remove|delete|erase|drop|lose|clear|get\s+rid\s+of|take\s+(?:away|out|off))\s+" + All + But + @"(?=\s*(?:$|[.,;!?]|please\b|pls\b|thanks\b))|\b" + All + But + @"\s+(?:(?:can|may|should|must|could|has\s+to|have\s+to|needs?\s+to)\s+)?(?:go|goes|out|away|disappears?|vanish(?:es)?|be\s+(?:gone|removed|deleted|taken\s+\w+))(?=\s*(?:$|[.,;!?]|please\b|pls\b|thanks\b))", RegexOptions.IgnoreCase)]
    private static partial Regex Kept();

    [GeneratedRegex(@"\b(?:only|just|keep|leave|stays?|remains?|wears?|wearing|dressed|dress\s+(?:him|her|it|them|me|us))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Only();

    [GeneratedRegex(@"[\s,.;:!–-]*\b(?:(?:and|but)\s+)?(?:(?:please|do|change|touch|alter|edit|modify)\s+)*nothing\s+else\b(?:\s+(?:should|may|must|can|is|has|needs?|to|be|gets?|changed?|changes|touched|altered|edited|different|ok|okay|at|all|moves?))*(?=\s*(?:$|[.,;:!?)]|please\b|pls\b|thanks?\b|thx\b))", RegexOptions.IgnoreCase)]
    private static partial Regex Rest();

    [GeneratedRegex(Number + @"\s+(?<word>more|additional|extra|fewer|less)\s+(?:of\s+)?(?<noun>[a-z]+)" + Ends + "|" + Number + @"\s+(?<noun>[a-z]+)\s+(?<word>more|extra|fewer|less)" + Ends, RegexOptions.IgnoreCase)]
    private static partial Regex Difference();

    [GeneratedRegex(@"\b(?:add|include|draw)\s+(?<number>one|two|three|four|five|six|seven|eight|nine|ten|[1-9])\s+(?:more|additional|extra)\s+(?<noun>[a-z]+)(?=\s*(?:[,(:]\s*(?:they|we|it|it's|because|so|as|my|our|i)\b|because\b|so\b))", RegexOptions.IgnoreCase)]
    private static partial Regex Added();

    [GeneratedRegex(@"(?<!(?:n't|n’t|not|never|him|her|them|it)\s+)\b(?:remove|delete|erase|get\s+rid\s+of|take\s+(?:away|out))\s+(?<number>one|two|three|four|five)\s+of\s+(?:(?:the|these|those)\s+(?<noun>[a-z]+)|(?<noun>them))" + Ends, RegexOptions.IgnoreCase)]
    private static partial Regex TakenAway();

    [GeneratedRegex(@"\b(?:(?:keep|leave)\s+everything" + But + "|everything" + But + Stays + "|everything" + Stays + But + @")(?=,?\s*(?:(?:please|pls|thanks|thank\s+you)?\s*[.!]?\s*$|(?:take|remove)\s))", RegexOptions.IgnoreCase)]
    private static partial Regex Excepted();
}
