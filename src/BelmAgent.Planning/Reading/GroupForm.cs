using System.Text.RegularExpressions;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Reading;

/// <summary>Numbers of things, and one of several: "two more dogs", "make it four dogs", "remove one of them", "give one of the hikers a hat".</summary>
internal static partial class GroupForm
{
    /// <summary>Reads a clause; null if it is about no group.</summary>
    public static Change? Read(string clause, ICaption caption) =>
        (Change?)ReadNumber(clause, caption) ?? ReadOne(clause, caption);

    private static Change.Count? ReadNumber(string clause, ICaption caption)
    {
        if (Sided().Match(clause) is { Success: true } sided && Counted(sided, caption) is { } several)
        {
            return new Change.Count(several, -1, IsDifference: true);
        }

        if (Removed().Match(clause) is { Success: true } removed && Group(removed, caption) is { } less && Number(removed, 1) is { } minus)
        {
            return new Change.Count(less, -minus, IsDifference: true);
        }

        if (Kept().Match(clause) is { Success: true } kept && Group(kept, caption) is { } some && Number(kept, null) is { } left)
        {
            return new Change.Count(some, left);
        }

        if (More().Match(clause) is { Success: true } more && Group(more, caption) is { } group && Number(more, 1) is { } plus)
        {
            return new Change.Count(group, plus, IsDifference: true);
        }

        if (Doubled().Match(clause) is { Success: true } doubled && Group(doubled, caption) is { } twice)
        {
            return new Change.Count(twice, 0, IsDifference: true);
        }

        return Set().Match(clause) is { Success: true } set && Group(set, caption) is { } what && Number(set, null) is { } number && (number > 1 || !IsSingular(what) || (caption.Referents(what) is [var named] && WordLexicon.IsPlural(named.Words[^1])))
            ? new Change.Count(what, number)
            : null;
    }

    private static Change.OneOf? ReadOne(string clause, ICaption caption)
    {
        if (Given().Match(clause) is { Success: true } given && Group(given, caption) is { } owners)
        {
            return new Change.OneOf(owners, new Change.Add(Phrase.Parse(given.Groups["r"].Value), null));
        }

        if (Replaced().Match(clause) is { Success: true } replaced && Group(replaced, caption) is { } old)
        {
            return new Change.OneOf(old, new Change.Become(new Phrase(), Phrase.Parse(replaced.Groups["r"].Value), Link: ResultLink.With));
        }

        if ((Made().Match(clause) is { Success: true } made ? made : Stated().Match(clause)) is { Success: true } match && Split(match, caption) is var (group, result))
        {
            return result.Words is ["have" or "has" or "with", _, ..] ? new Change.OneOf(group, new Change.Add(result[1..], null))
                : result.IsEmpty ? null
                : new Change.OneOf(group, new Change.Become(new Phrase(), result));
        }

        return null;
    }

    // "the dogs | black", "them | have a hat"
    private static (Phrase Group, Phrase Result)? Split(Match match, ICaption caption)
    {
        var said = Phrase.Parse(match.Groups["r"].Value);
        var start = said.Words is ["two" or "three" or "four", _, ..] ? 1 : 0;
        var end = start < said.Words.Length && WordClass.Pronouns.Contains(said.Words[start]) ? start + 1 : start + Math.Max(caption.MentionLength(said[start..]), caption.MentionLength(new(["the", .. said[start..].Words])) - 1);
        if (end <= start || end >= said.Words.Length || Group(said[start..end], caption) is not { } group)
        {
            return null;
        }

        while (end < said.Words.Length && said.Words[end] is "should" or "must" or "to" or "be" or "into" or "is")
        {
            end++;
        }

        return (group, said[end..]);
    }

    // The things as the caption names them: "dogs" of "one of the dogs"; "them" are those that the caption counts.
    private static Phrase? Group(Match match, ICaption caption) => Group(Phrase.Parse(match.Groups["x"].Value), caption);

    private static Phrase? Group(Phrase named, ICaption caption)
    {
        var said = named.Bare;
        if (said.IsEmpty || said.IsPronoun || said.Words is ["them" or "these" or "those" or "two" or "three" or "both" or "ones"])
        {
            return caption.Several();
        }

        return said.Words.Length <= 3 && caption.Referents(said).Count > 0 && (said.Words.Length == 1 || caption.MentionLength(said) == said.Words.Length) ? said
            : caption.Referents(new Phrase(Numbers.Singular(said.Words[^1]))).Count > 0 && said.Words.Length == 1 ? said
            : null;
    }

    // "the left dog" is one of the two dogs, where the caption itself knows no sides.
    private static Phrase? Counted(Match match, ICaption caption) =>
        !Side().IsMatch(caption.Text) && (match.Groups["x"].Value is "one" ? caption.Several() : Group(match, caption)) is { } group
            && caption.Referents(group) is [var named] && WordLexicon.IsPlural(named.Words[^1]) ? group : null;

    private static int? Number(Match match, int? otherwise) =>
        !match.Groups["n"].Success ? otherwise : Numbers.Read(match.Groups["n"].Value.Trim()) ?? otherwise;

    private static bool IsSingular(Phrase what) => !WordLexicon.IsPlural(what.Words[^1]);

    private const string Take = "remove|take away|delete|lose|erase|get rid of|take out|drop";
    private const string N = @"(?<n>an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+|a dozen)";
    private const string X = @"(?:of )?(?:the |those |these |his |her |their )?(?:other )?(?<x>[\w' -]*?)";
    private const string One = @"(?:only |just )?one(?: of)?(?:(?: the| those| these| his| her| their)\b)?(?:(?: two| three| four)\b)? ?(?<x>[\w'-]*(?: [\w'-]+)?)";
    private const string OneOf = @"(?:only |just )?one(?: of)?(?:(?: the| those| these| his| her| their)\b)? ?";
    private const string Rest = "(?<r>.+)";

    [GeneratedRegex($@"^(?:{Take}) {N} (?:{X})$|^{N} (?<x>[\w' -]+?) (?:less|fewer)$|^(?:remove|take away|delete) one$", RegexOptions.IgnoreCase)]
    private static partial Regex Removed();

    [GeneratedRegex($@"^(?:{Take}) (?:the|that|his|her|their) (?:(?:left|right|leftmost|rightmost|middle)(?:-hand)? (?<x>[\w'-]+(?: [\w'-]+)?)|(?<x>[\w'-]+(?: [\w'-]+)?) (?:(?:on|to) the (?:far )?(?:left|right)|in the (?:middle|cent(?:er|re))))$", RegexOptions.IgnoreCase)]
    private static partial Regex Sided();

    [GeneratedRegex(@"\b(?:left|right|middle|cent(?:er|re))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Side();

    [GeneratedRegex($@"^(?:leave|keep|have|i want|i only want|show|with|make it|(?:there|it) should be|(?:this|the) \w+ (?:now )?(?:has|should have)|it (?:needs|has) to (?:be|have))? ?(?:just|only|exactly) {N} (?<x>[\w' -]+?)(?: left| remaining|,? please| in (?:it|the picture|the image))*(?:, (?:take|remove|lose|drop|get rid of) .+)?$|^(?:leave|keep) {N} (?<x>[\w'-]+)$|^{N} (?<x>[\w' -]+?) only$|^(?:remove|get rid of|delete|erase|take away) all (?:but|except) {N} (?:{X})$", RegexOptions.IgnoreCase)]
    private static partial Regex Kept();

    [GeneratedRegex($@"^(?:add|i want|put in|draw|give me|have|include|insert|put)? ?(?:{N} (?:more|additional|extra|other)|(?:another|an extra|an additional|one more))(?: (?<n>two|three|four|five|six))? (?<x>[\w' -]+?)$", RegexOptions.IgnoreCase)]
    private static partial Regex More();

    [GeneratedRegex(@"^(?:double|twice) (?:the )?(?:number of |amount of |as many )?(?<x>[\w' -]+?)$|^make (?:it )?(?:double|twice) (?:the |as many )?(?<x>[\w' -]+?)$", RegexOptions.IgnoreCase)]
    private static partial Regex Doubled();

    [GeneratedRegex($@"^(?:make (?:it|them|that|this|the [\w -]+? (?:into)?)|make|turn (?:it|them) into|i want|add|change (?:it|them|that|the [\w -]+?) to|there should be|it should be|have|with|a? ?(?:squadron|group|bunch|flock|herd|pack|pair|set|row) of)? ?(?:exactly |just |only )?{N} (?:{X})(?: instead| side by side| in total| altogether| together)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Set();

    [GeneratedRegex($"^(?:make|turn|paint|colou?r|change|let|have|get|give) {OneOf}{Rest}$", RegexOptions.IgnoreCase)]
    private static partial Regex Made();

    [GeneratedRegex($"^{OneOf}(?<r>.+ should .+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Stated();

    [GeneratedRegex($"^give {One} (?<r>(?:an?|some|two|red|blue|green|black|white|long|short) .+)$|^(?:put|add) (?<r>an? .+?) (?:on|to|onto|in|into) one of (?:the )?(?<x>[\\w' -]+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Given();

    [GeneratedRegex($"^(?:replace|swap|exchange|change|turn|switch) {One} (?:with|for|by|into|to) {Rest}$", RegexOptions.IgnoreCase)]
    private static partial Regex Replaced();
}
