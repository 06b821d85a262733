using System.Text.RegularExpressions;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Requests;

/// <summary>Splits a request into clauses and reads each as changes.</summary>
/// <remarks>
/// A clause starts with a verb, or is a sentence ("the sky should be blue"); parts without a verb continue the verb before them, so
/// that "make the house blue and the tree red" and "remove the sun and the cat" are two changes each. If English has no word between
/// what changes and what it becomes ("make the small dog black"), the caption determines where the first ends.
/// </remarks>
internal sealed partial class RequestParser(ICaption caption)
{
    /// <summary>Reads a request.</summary>
    /// <returns>The changes in order; empty if nothing was understood.</returns>
    public IReadOnlyList<Change> Parse(string request)
    {
        var clauses = new List<Clause>();
        foreach (var part in Parts(request))
        {
            var (verb, length) = VerbTable.Read(part);
            if (length == 0 && clauses.Count > 0 && !BecomeSplit.IsSentence(part))
            {
                clauses[^1].Parts.Add(part);
            }
            else
            {
                clauses.Add(new Clause(verb, part[..length], [part[length..]]));
            }
        }

        return [.. clauses.SelectMany(clause => clause.Read(caption))];
    }

    private static IEnumerable<Phrase> Parts(string request)
    {
        foreach (var piece in Punctuation().Split(request))
        {
            // "no, a tree" rejects the previous result, and does not ask for a removal.
            if (Negation().IsMatch(piece))
            {
                continue;
            }

            var words = Phrase.Parse(Arrow().Replace(piece.Replace("&", " and ", StringComparison.Ordinal), " to "));
            for (int start = 0, end; start < words.Words.Length; start = end + 1)
            {
                end = EndOfPart(words, start);
                if (VerbTable.Trim(words[start..end]) is { IsEmpty: false } part)
                {
                    yield return part;
                }
            }
        }
    }

    private static int EndOfPart(Phrase words, int start)
    {
        var end = words.IndexOfAny(WordClass.Conjunctions, start);
        var between = words.IndexOfAny(Between, start);
        if (between >= 0 && between < end)
        {
            end = words.IndexOfAny(WordClass.Conjunctions, end + 1);
        }

        return end < 0 ? words.Words.Length : end;
    }

    private static readonly HashSet<string> Between = new(StringComparer.OrdinalIgnoreCase) { "between" };

    [GeneratedRegex(@"^\s*(?:no|nope|nah)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Negation();

    [GeneratedRegex("[-=]+>|→")]
    private static partial Regex Arrow();

    [GeneratedRegex(@"[,;!?\n]+|\.(?=\s|$)")]
    private static partial Regex Punctuation();
}
