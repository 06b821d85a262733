using System.Text.RegularExpressions;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Reading;

/// <summary>All but something goes: "leave only the dog", "everything but the houses must go", "just the sign and nothing else".</summary>
internal static partial class OnlyForm
{
    private static readonly string[] Ends = ["in the picture", "in the image", "in the photo", "in it", "there", "please", "left", "alone", "and nothing else", "here"];

    /// <summary>Reads a sentence; null if it keeps nothing in particular.</summary>
    public static Change? Read(string sentence, ICaption caption)
    {
        foreach (var pattern in new[] { Except(), Kept(), Just(), Staying() })
        {
            if (pattern.Match(sentence) is { Success: true } match && Things(match.Groups["x"].Value, caption) is { Count: > 0 } kept)
            {
                return new Change.Only(kept);
            }
        }

        return null;
    }

    private static List<Phrase>? Things(string said, ICaption caption)
    {
        said = Ends.Aggregate(said.Trim(' ', ','), (text, end) => text.EndsWith($" {end}", StringComparison.OrdinalIgnoreCase) ? text[..^(end.Length + 1)] : text);
        var things = And().Split(said).Select(Phrase.Parse).Where(phrase => !phrase.IsEmpty).ToList();
        return things.TrueForAll(thing => caption.Referents(NounOf(thing, caption)).Count > 0) ? [.. things.Select(thing => NounOf(thing, caption))] : null;
    }

    // "the mug | on the desk"
    private static Phrase NounOf(Phrase thing, ICaption caption) => caption.MentionLength(thing) is > 0 and var length ? thing[..length] : thing;

    [GeneratedRegex(@"^(?:please )?(?:remove|delete|erase|take(?: out| away)?|get rid of|clear|empty|lose|drop|wipe)?(?: out)? ?(?:everything|everyone|everybody|anything|all(?: of it| the rest)?|the (?:room|picture|scene|image|rest))(?: else)?(?: (?:in (?:it|the picture|the image|the photo)|there|here))?(?: (?:must|should|can|has to|needs to) (?:go|be (?:gone|removed|deleted))| goes| gone| out| away)?,? (?:but(?: leave| keep)?|except(?: for)?|apart from|other than|besides|save for|that (?:is not|isn't)) (?<x>.+?)(?: (?:must|should|can|has to|needs to) (?:go|be (?:gone|removed|deleted))| goes)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Except();

    [GeneratedRegex(@"^(?:just |only )?(?:(?:leave|keep|show|i want|i need|have|i'd like|give me) (?:just|only|nothing but|solely)|i (?:just|only) (?:want|need)|only (?:keep|leave)|just (?:leave|keep)|nothing but) (?<x>.+?)(?:,? (?:and )?(?:remove|delete|lose|drop|get rid of|erase) (?:everything|all|the rest|anything)(?: else)?(?: .*)?|,? (?:and )?(?:nothing|no one|nobody)(?: else)?(?: .*)?)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Kept();

    [GeneratedRegex(@"^(?:just|only) (?<x>the [^,]+?)(?:,? (?:and )?(?:nothing|no one|nobody)(?: else)?.*)?$|^keep (?<x>the [^,]+),? (?:but )?(?:and )?(?:remove|delete|lose|drop|get rid of|erase) (?:everything|all|the rest)(?: else)?(?: .*)?$|^keep (?<x>the [^,]+), .*everything else .*(?:go|gone|out)$", RegexOptions.IgnoreCase)]
    private static partial Regex Just();

    [GeneratedRegex(@"^(?:only|just) (?<x>.+?) (?:may |can |should |must |gets? to |is allowed to )?(?:stays?|remains?|be left|is left)(?: .*|,.*)?$|^(?<x>.+?) (?:can |should |must |may )?(?:stays?|remains?),? (?:and |but )?(?:everything|everyone|anything|all|the rest)(?: else)? .*(?:go|goes|gone|out|away|removed?)$|^(?<x>.+?) (?:is|are) all (?:i|we) (?:need|want)(?:,.*)?$|^nothing (?:but|except)(?: for)? (?<x>.+?)(?: (?:should|must|can|may) (?:remain|stay|be (?:left|there|visible|seen)))?(?: (?:on|in) (?:the|it) ?.*)?$|^(?:keep|leave|show) (?:just |only )?(?<x>.+?) only$|^(?:keep|leave|just|only) (?<x>.+?),? (?:and|but) nothing else$", RegexOptions.IgnoreCase)]
    private static partial Regex Staying();

    [GeneratedRegex(@"\s*,\s*(?:and )?|\s+and\s+", RegexOptions.IgnoreCase)]
    private static partial Regex And();
}
