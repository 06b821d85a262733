using System.Text.RegularExpressions;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Requests.Forms;

/// <summary>Text in the picture: "write CLOSED on the sign", "the sign should read GO", "graffiti on the wall saying LOVE".</summary>
internal static partial class WritingForm
{
    /// <summary>Reads a sentence; null if it is about no text.</summary>
    public static Change? Read(string sentence, ICaption caption)
    {
        foreach (var pattern in new[] { Written(), Says(), Changed() })
        {
            if (pattern.Match(sentence) is { Success: true } match && Phrase.Parse(match.Groups["t"].Value) is { IsEmpty: false } text
                && (IsQuoted(match.Groups["t"].Value) || pattern != Written() || text.Words.Length <= 6))
            {
                var where = Phrase.Parse(match.Groups["x"].Value);
                return where.IsEmpty || caption.Referents(where).Count > 0 ? new Change.Write(where, text) : null;
            }
        }

        return null;
    }

    private static bool IsQuoted(string text) => text.Length > 0 && text[0] is '"' or '\'' or '“';

    private const string T = "(?<t>[\"'“].+?[\"'”]|.+?)";


    [GeneratedRegex($"^(?:write|print|engrave|paint the words?|put the words?|put the text|add the words?|add the text|spell(?: out)?|carve|stamp) (?:the words? |the text )?{T} (?:on|onto|in|across|into|over) (?<x>.+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Written();

    [GeneratedRegex($"^(?:make |have |let |get )?(?<x>.+?) (?:should )?(?:to )?(?:say|says|read|reads|spell|spells)(?: instead)?:? {T}(?: instead(?: of .+)?)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Says();

    [GeneratedRegex($"^(?:change|replace) (?:the )?(?:text|words?|writing|lettering|letters)(?: (?:on|of|in) (?<x>.+?))? (?:to|with|into|so (?:that )?it says) {T}$", RegexOptions.IgnoreCase)]
    private static partial Regex Changed();
}
