using System.Collections.Frozen;
using System.Text.RegularExpressions;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Requests;

/// <summary>Finds the request in a message that also talks: "sorry to bother you but the hat should go".</summary>
internal static partial class CoreRequest
{
    private static readonly FrozenSet<string> Wanting = WordLexicon.Set("wanting");
    private static readonly FrozenSet<string> Telling = WordLexicon.Set("telling");
    private static readonly FrozenSet<string> OfModels = WordLexicon.Set("of-models");
    private static readonly FrozenSet<string> BeforeVerb = WordLexicon.Set("before-verb");

    /// <summary>Returns what may be the request itself, the readings that leave out least first, each with what it leaves out.</summary>
    /// <param name="request">The message.</param>
    /// <param name="caption">The caption; what speaks of its things is never left out.</param>
    public static IEnumerable<(string Request, string Talk)> Of(string request, string caption)
    {
        // Who speaks to a language model is not understood by leaving half of it out.
        if (Phrase.Parse(request).Words.Any(OfModels.Contains))
        {
            yield break;
        }

        var here = Phrase.Parse(caption).Words.Where(WordLexicon.IsNoun).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        string[] parts = [.. Joint().Split(request)];
        var isTalk = parts.Index().Select(part => part.Index % 2 == 0 && (IsTalk(part.Item, here) || IsSaidAgain(parts, part.Index))).ToArray();
        string[] kept = [.. parts.Where((_, at) => at % 2 == 0 ? !isTalk[at] : !isTalk[at - 1] && !isTalk[at + 1])];
        var plain = string.Concat(parts.Index().Where(part => part.Index % 2 == 0 ? !isTalk[part.Index] : !isTalk[part.Index - 1] && (part.Index + 2 >= parts.Length || !isTalk[part.Index + 1])).Select(part => part.Item)).Trim(' ', ',');
        if (kept.Length > 0 && isTalk.Contains(true) && plain.Length > 0)
        {
            yield return (plain, string.Join(", ", parts.Where((part, at) => isTalk[at] && part.Any(char.IsLetter)).Select(part => part.Trim())));
        }

        if (Corrected().Match(request) is { Success: true } corrected && !Phrase.Parse(corrected.Groups["r"].Value).Words.Any(WordClass.Pronouns.Contains))
        {
            yield return (corrected.Groups["r"].Value, corrected.Groups["l"].Value.Trim(' ', ',', '.'));
        }

        plain = plain.Length > 0 ? plain : request;
        foreach (var start in Starts(plain, here))
        {
            yield return (plain[start..], plain[..start].Trim());
        }
    }

    // A part that neither commands nor wishes, and speaks of nothing that the picture shows.
    private static bool IsTalk(string part, FrozenSet<string> here)
    {
        var words = Phrase.Parse(part).Words;
        var rest = VerbTable.Trim(new Phrase(words));
        if (rest.IsEmpty)
        {
            return true;
        }

        if (VerbTable.Read(rest).Length > 0 || words.Any(Wanting.Contains) || words.Any(word => here.Any(other => Nouns.Same(word, other))))
        {
            return IsOwnPurpose().IsMatch(part) && !words.Any(word => here.Any(other => Nouns.Same(word, other)));
        }

        return words.Any(Telling.Contains) || !words.Any(word => WordLexicon.IsThing(word) || WordSets.IsColor(word) || WordSets.IsMaterial(word) || Scales.Has(word) || Weather.Read(new Phrase(word)) is not null || Actions.IsVerb(word) || WordSets.IsManner(word) || WordSets.IsStyle(new Phrase(word)));
    }

    // "fireworks!! add fireworks"
    private static bool IsSaidAgain(string[] parts, int at)
    {
        string[] words = [.. Phrase.Parse(parts[at]).Words.Where(word => WordLexicon.IsNoun(word) && !WordClass.Indefinite.Contains(word))];
        return words.Length > 0 && Phrase.Parse(parts[at]).Words.All(word => words.Contains(word) || word is "more" or "less")
            && parts.Index().Any(part => part.Index > at && part.Index % 2 == 0 && Phrase.Parse(part.Item).Words is var said && said.Length > words.Length && words.All(word => said.Any(other => Nouns.Same(word, other))));
    }

    // "if you have time could you | turn the boat to a submarine"
    private static IEnumerable<int> Starts(string text, FrozenSet<string> here)
    {
        var matches = Word().Matches(text);
        for (var at = 1; at < matches.Count; at++)
        {
            if (here.Any(other => Nouns.Same(matches[at - 1].Value, other)))
            {
                yield break;
            }

            if (BeforeVerb.Contains(matches[at - 1].Value) && VerbTable.Read(Phrase.Parse(text[matches[at].Index..])).Length > 0)
            {
                yield return matches[at].Index;
            }
        }
    }

    [GeneratedRegex(@"(\s*[.!?;,\n…]+\s*|\s+[-–—]\s+|\s+(?:but|so|and|because|since|cause|cuz|as in)\s+(?:then\s+)?)", RegexOptions.IgnoreCase)]
    private static partial Regex Joint();

    [GeneratedRegex(@"\b(?:i|we) (?:need|want|am using|will use|use|have) (?:it|this|that|them|these)?\b ?(?:for|as|on|to)\b|^\W*need (?:it|this) for\b", RegexOptions.IgnoreCase)]
    private static partial Regex IsOwnPurpose();

    // "double trees, i mean two trees"
    [GeneratedRegex(@"^(?<l>.+?)[\s,.]+(?:i mean|no,? wait|nah|nope|scratch that|or rather|actually,? no|on second thoughts?|make that)[\s,.]+(?<r>.+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Corrected();

    [GeneratedRegex(@"[\w'’-]+")]
    private static partial Regex Word();
}
