using System.Collections.Frozen;
using System.Text.RegularExpressions;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Reading;

/// <summary>Text in the picture: "write CLOSED on the sign", "the sign should read GO", "graffiti on the wall saying LOVE".</summary>
internal static partial class WritingForm
{
    /// <summary>Reads a sentence; null if it is about no text.</summary>
    public static Change? Read(string sentence, ICaption caption)
    {
        if (Bearing().Match(sentence) is { Success: true } bearing)
        {
            var (thing, place) = (Phrase.Parse(bearing.Groups["a"].Value), Phrase.Parse(bearing.Groups["p"].Value));
            if (Writable.Contains(thing.Words[^1]) && caption.Referents(thing.Bare).Count == 0)
            {
                var counted = thing.IsIndefinite || thing.Words[^1] is "graffiti" or "text" ? thing.Bare.Words : thing.Bare.Words;
                string[] article = thing.Words[^1] is "graffiti" or "text" ? [] : [Article.For(counted[0])];
                return new Change.Add(new([.. article, .. counted, "that", "says", .. Phrase.Parse(bearing.Groups["t"].Value).Words]), place.IsEmpty ? null : place);
            }
        }

        foreach (var pattern in new[] { Written(), Placed(), Says(), Changed() })
        {
            if (pattern.Match(sentence) is { Success: true } match && Phrase.Parse(match.Groups["t"].Value) is { IsEmpty: false } text
                && (IsQuoted(match.Groups["t"].Value) || pattern != Written() || text.Words.Length <= 6))
            {
                var where = Phrase.Parse(match.Groups["x"].Value);
                // "write LIVE on a sign next to him"
                if (where.IsIndefinite && caption.Referents(where).Count == 0 && where.IndexOfAny(WordClass.Places, 1) is var at && (at < 0 ? where : where[..at]) is { } bearer && Writable.Contains(bearer.Words[^1]))
                {
                    return new Change.Add(new([.. bearer.Words, "that", "says", .. text.Words]), at < 0 ? null : where[at..]);
                }

                return where.IsPronoun && where.Words[0] is not ("it" or "this" or "that") || !where.IsEmpty && Nouns.IsPerson(where.Words[^1]) ? null
                    : where.IsEmpty || caption.Referents(where).Count > 0 ? new Change.Write(where, text) : null;
            }
        }

        return null;
    }

    private static bool IsQuoted(string text) => text.Length > 0 && text[0] is '"' or '\'' or '“';

    private static readonly FrozenSet<string> Writable = WordLexicon.Set("writable");

    private const string T = "(?<t>[\"'“].+?[\"'”]|.+?)";


    [GeneratedRegex($"^(?:write|print|engrave|paint the words?|put the words?|put the text|add the words?|add the text|spell(?: out)?|carve|stamp) (?:the words? |the text )?{T} (?:on|onto|in|across|into|over) (?<x>.+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Written();

    [GeneratedRegex($"^(?:add|put|i want|draw|include|give it|there should be)? ?(?<a>[\\w' -]+?)(?: (?<p>(?:on|over|above|at|in) (?:the|her|his|its) [\\w' -]+?))? (?:saying|that says|that reads|which says|reading|that say|with the words?|reads|says) {T}$", RegexOptions.IgnoreCase)]
    private static partial Regex Bearing();

    [GeneratedRegex($"^(?:make |have |let |get )?(?<x>[^,]+?) (?:should |has to |needs to |must )?(?:to )?(?:say|says|read|reads|spell|spells)(?: instead)?:? {T}(?: instead(?: of .+)?)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Says();

    [GeneratedRegex($"^(?:change|make|set) what (?<x>the .+?) (?:says|reads) (?:to|into|be)? ?{T}$|^on (?<x>(?:the|his|her|their|its) .+?),? (?:it |there )?(?:should |must |has to |needs to |ought to )?(?:say|read|says|reads):? {T}$", RegexOptions.IgnoreCase)]
    private static partial Regex Placed();

    [GeneratedRegex($"^(?:change|replace) (?:the )?(?:text|words?|writing|lettering|letters)(?: (?:on|of|in) (?<x>.+?))? (?:to|with|into|so (?:that )?it says) {T}$", RegexOptions.IgnoreCase)]
    private static partial Regex Changed();
}
