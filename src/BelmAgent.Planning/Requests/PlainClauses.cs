using System.Text.RegularExpressions;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Requests;

/// <summary>Reads clauses that start with a verb of change: "make the car blue and the house red", "replace the dog with a cat".</summary>
/// <remarks>Parts without a verb continue the verb before them. Where English has no word between what changes and what it becomes, the caption decides.</remarks>
internal static partial class PlainClauses
{
    private static readonly HashSet<string> Between = new(StringComparer.OrdinalIgnoreCase) { "between" };

    /// <summary>Returns the changes in order; empty if nothing was understood.</summary>
    public static IReadOnlyList<Change> Read(string text, ICaption caption)
    {
        var clauses = new List<Clause>();
        foreach (var part in Parts(text))
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

            var words = Phrase.Parse(piece);
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

    [GeneratedRegex(@"^\s*(?:no|nope|nah)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Negation();

    [GeneratedRegex(@"[,;!?\n]+|\.(?=\s|$)")]
    private static partial Regex Punctuation();
}
