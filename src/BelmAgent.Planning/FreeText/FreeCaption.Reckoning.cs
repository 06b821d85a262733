using System.Text.RegularExpressions;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

// What the networks do not reckon, said plainly: sums, and what is to go where all else stays.
internal sealed partial class FreeCaption
{
    /// <summary>
    /// Returns a request with its sums worked out, and what does not stay removed: of four balls, "two more balls, the club bought new ones" are "six balls, …", and "remove one of the balls" leaves
    /// "three balls"; "everything but the egg can stay" is "remove the egg". Others come back as they are.
    /// </summary>
    public string Reckoned(string request) => Excepted().Replace(TakenAway().Replace(Difference().Replace(request, WorkedOut), Left), Removed);

    private string Removed(Match match) => match.Groups["what"].Value is var what && Spans(Phrase.Parse(what)).Count > 0 ? $"remove {what}" : match.Value;

    // Where a place or a look follows, other things come: "two more chefs behind him".
    private string WorkedOut(Match match)
    {
        var isLess = match.Groups["word"].Value.ToLowerInvariant() is "fewer" or "less";
        return Numbers.Read(match.Groups["number"].Value) is { } number && Counted(match.Groups["noun"].Value) is var (noun, now) && (isLess ? now - number : now + number) is > 0 and var then
            ? $"{Numbers.Name(then)} {(then == 1 ? Numbers.Singular(noun) : Numbers.Plural(Numbers.Singular(noun)))}"
            : match.Value;
    }

    private string Left(Match match) =>
        Numbers.Read(match.Groups["number"].Value) is { } number && Counted(match.Groups["noun"].Value) is var (noun, now) && now - number is > 0 and var then
            ? $"{Numbers.Name(then)} {(then == 1 ? Numbers.Singular(noun) : Numbers.Plural(Numbers.Singular(noun)))}"
            : match.Value;

    // The caption's noun for the only things of a name that it counts, and their number.
    private (string Noun, int Number)? Counted(string name) =>
        (name is "them" or "those" ? CountedThings() : Spans(new Phrase(name.ToLowerInvariant()))) is [var span] && !Words.Words[span.Start..span.End].Contains("and") && Groups.NumberOf(Words.Words, span) is { } number
            ? (Words.Words[span.End - 1].ToLowerInvariant(), number)
            : null;

    private List<NounSpan> CountedThings() =>
        [.. Enumerable.Range(0, Words.End).Where(at => Numbers.Read(Words.Words[at]) > 1).Select(at => NounFinder.At(Words.Words, at)).OfType<NounSpan>().Distinct()];

    private const string Number = @"\b(?<number>one|two|three|four|five|six|seven|eight|nine|ten|an?|[1-9])";
    private const string Ends = @"(?=\s*(?:$|[.,;:!?()]|please\b|pls\b|for\b|so\b|because\b|and\b|thanks\b|thx\b|in\s+the\s+same\b|of\s+the\s+same\b))";

    [GeneratedRegex(Number + @"\s+(?<word>more|additional|extra|fewer|less)\s+(?:of\s+)?(?<noun>[a-z]+)" + Ends + "|" + Number + @"\s+(?<noun>[a-z]+)\s+(?<word>more|extra|fewer|less)" + Ends, RegexOptions.IgnoreCase)]
    private static partial Regex Difference();

    [GeneratedRegex(@"\b(?:remove|delete|lose|drop|erase|get\s+rid\s+of|take\s+(?:away|out))\s+(?<number>one|two|three|four|five)\s+of\s+(?:the|these|those)\s+(?:[a-z]+\s+)??(?<noun>[a-z]+)" + Ends, RegexOptions.IgnoreCase)]
    private static partial Regex TakenAway();

    private const string But = @"\s+(?:but|except(?:\s+for)?|apart\s+from)\s+(?<what>(?:[a-z'-]+\s+){0,3}?[a-z-]+)";
    private const string Stays = @"\s+(?:(?:can|may|should|must|could|shall)\s+)?(?:stays?|remains?|be\s+kept)";

    [GeneratedRegex(@"\b(?:(?:keep|leave)\s+everything" + But + "|everything" + But + Stays + "|everything" + Stays + But + @")(?=\s*(?:$|[.;!()]|,?\s*(?:please|pls|thanks|take\s|remove\s)))", RegexOptions.IgnoreCase)]
    private static partial Regex Excepted();
}
