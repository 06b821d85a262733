using System.Text.RegularExpressions;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Reading;

/// <summary>A clause that names what is not wanted beside what is: "tea instead of coffee", "not coffee, tea", "tea would be nicer than coffee".</summary>
/// <param name="Wanted">The words for what is wanted.</param>
/// <param name="Old">The words for what is not.</param>
internal sealed record Contrast(string Wanted, Phrase Old)
{
    private const string Subject = "(?:i|we|you|he|she|it|they|there|put|use|have|make|let|give|add|show|get|draw|paint|do|be|what|how)";

    private static readonly Regex[] Forms =
    [
        .. new[]
        {
            $@"^(?:what if|how about)? ?instead of (?<x>[^,]+?)(?:\s*,\s*|\s+(?={Subject}\b))(?<a>.+)$",
            @"^(?:not|no|no more|less|enough of) (?<x>[^,]+?)(?:,? but (?:just )?|\s*,\s*(?:just )?| (?=more\b))(?:more )?(?<a>.+)$",
            @"^(?<a>.+?) (?:instead of|in exchange for) (?<x>[^,]+?)(?:,? (?:for|on|in|at) .+)?$",
            @"^(?<a>.+?)(?:\s*,\s*|\s+)(?:and )?not (?:just |only |so )?(?<x>[^,]+)$",
            @"^(?<a>.+?)\s*,\s*(?:and )?(?:no|less) (?:more )?(?<x>[^,]+)$",
            @"^(?<a>.+?) than (?:in |on |at )?(?<x>[^,]+)$",
            @"^(?<a>.+?) where (?<x>.+?) (?:is|are|was|were|sits?|stands?|used to be)(?: now)?$",
            @"^(?:the )?(?<x>[\w -]+?) (?:out|off),? (?<a>[\w -]+?) (?:in|on)$",
        }.Select(form => new Regex(form, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)),
    ];

    /// <summary>Returns every way to read a clause as a contrast.</summary>
    public static IEnumerable<Contrast> Read(string clause) =>
        Forms.Select(form => form.Match(clause)).Where(match => match.Success)
            .Select(match => new Contrast(match.Groups["a"].Value.Trim(' ', ','), Phrase.Parse(match.Groups["x"].Value)))
            .Where(contrast => contrast.Wanted.Length > 0 && !contrast.Old.IsEmpty);
}
