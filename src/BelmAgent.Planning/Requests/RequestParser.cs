using System.Text.RegularExpressions;
using BelmAgent.Planning.Lexicon;
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
    private readonly Dictionary<string, string> _rewritten = [];

    /// <summary>Reads a request.</summary>
    /// <returns>The changes in order; empty if nothing was understood.</returns>
    public IReadOnlyList<Change> Parse(string request)
    {
        var changes = RequestCleaner.Sentences(request).SelectMany(Pieces).Select(ReadPiece).ToList();
        List<Change> all = [.. changes.SelectMany(change => change)];
        // "lose the cat, just the chair"
        all = all.Exists(change => change is Change.Only) ? all.FindAll(change => change is not Change.Remove) : all;
        return caption.HasSlots ? all : InItsPlace(all);
    }

    // A sentence, split where another clause starts.
    private IEnumerable<string> Pieces(string sentence)
    {
        if (sentence.StartsWith("instead of", StringComparison.OrdinalIgnoreCase) || OnlyForm.Read(sentence, caption) is not null || GroupForm.Read(sentence, caption) is not null)
        {
            return [sentence];
        }

        // "no lock, a knocker instead"
        if (sentence.StartsWith("no ", StringComparison.OrdinalIgnoreCase) && sentence.EndsWith(" instead", StringComparison.OrdinalIgnoreCase) && TextForms.Rewrite(sentence, caption).StartsWith("replace ", StringComparison.Ordinal))
        {
            return [sentence];
        }

        // "the wave is too scary, make it smaller": the complaint says what "it" is.
        if (Complaint().Match(sentence) is { Success: true } complaint && Mentions.Names(caption, complaint.Groups["x"].Value))
        {
            return [$"{(complaint.Groups["v"].Success ? complaint.Groups["v"].Value : "make")} {complaint.Groups["x"].Value} {complaint.Groups["r"].Value}"];
        }

        var pieces = new List<string>();
        foreach (var (lead, text) in Joints().Split(sentence).Prepend("").Chunk(2).Select(pair => (pair[0], pair.Length > 1 ? pair[1] : "")))
        {
            // "no helmet, long hair", "dry street and blue sky"
            if (pieces.Count == 0 || StartsClause(text) || (!text.StartsWith("not ", StringComparison.OrdinalIgnoreCase) && WishForm.Read(pieces[^1], caption) is not null && WishForm.Read(text, caption) is not null) || (pieces[^1].StartsWith("no ", StringComparison.OrdinalIgnoreCase) && !text.EndsWith(" instead", StringComparison.OrdinalIgnoreCase) && Mentions.Length(caption, Phrase.Parse(text)) == 0 && WordLexicon.IsThing(Phrase.Parse(text).Words.LastOrDefault("no"))))
            {
                pieces.Add(text);
            }
            else
            {
                pieces[^1] += lead + text;
            }
        }

        return pieces;
    }

    private bool StartsClause(string text) =>
        VerbTable.Read(VerbTable.Trim(Phrase.Parse(text))).Length > 0 || OnlyForm.Read(text, caption) is not null || TextForms.Rewrite(text, caption) is var rewritten && (rewritten != text && VerbTable.Read(Phrase.Parse(rewritten)).Length > 0 || rewritten.Contains(" should ", StringComparison.Ordinal) && Mentions.Length(caption, Phrase.Parse(rewritten)) > 0);

    /// <summary>Returns a request as it is understood: without what is no change, and in plain forms.</summary>
    public string Plain(string request) => string.Join(". ", RequestCleaner.Sentences(request).SelectMany(Pieces).Select(piece => Whole(piece) is null ? Rewritten(piece) : piece));

    private Change? Whole(string piece) => OnlyForm.Read(piece, caption) ?? WritingForm.Read(piece, caption) ?? GroupForm.Read(piece, caption);

    private string Rewritten(string piece) => _rewritten.TryGetValue(piece, out var known) ? known : _rewritten[piece] = Rewrite(piece);

    private string Rewrite(string piece) => TextForms.Rewrite(piece, caption) is var text && Whole(text) is null && WishForm.Read(text, caption) is { } wish ? wish : text;

    private IReadOnlyList<Change> ReadPiece(string piece)
    {
        if (Whole(piece) is { } whole)
        {
            return [whole];
        }

        var text = Rewritten(piece);
        if (Whole(text) is { } change)
        {
            return [change];
        }

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

    // "remove the books and put a cactus there"
    private static List<Change> InItsPlace(List<Change> changes)
    {
        for (var at = 1; at < changes.Count; at++)
        {
            if (changes[at - 1] is Change.Remove { What: { } gone } && changes[at] is Change.Add { What: { } come } add
                && (come.Words is [_, .., "there" or "instead"] || (WordLexicon.AreAlike(gone.Words[^1], come.Words[^1]) && !gone.IsPronoun && add.Where is null or { Words: ["to", "her" or "him" or "it" or "them"] }) || add.Where?.Words is ["in", "its" or "their" or "his" or "her" or "the", "place" or "spot"] or ["there"] or ["in", "place", ..]))
            {
                changes[at - 1] = new Change.Become(gone, come.Words[^1] is "there" or "instead" ? come[..^1] : come, Link: ResultLink.With);
                changes.RemoveAt(at--);
            }
        }

        return changes;
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

    [GeneratedRegex(@"(\s*,\s*(?:and |but |then )?|\s+(?:and|but|then|while|plus)\s+)", RegexOptions.IgnoreCase)]
    private static partial Regex Joints();

    [GeneratedRegex(@"^(?<x>[\w' -]+?)(?:'s| is| are| looks?| seems?) (?!(?:to|should)\b)[^,]+?[,\s]+(?:so |please )?(?:(?<v>make|turn|change) (?:it|them|that)|(?:can|could|should|let) (?:it|they|them) be) (?<r>.+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Complaint();

    [GeneratedRegex("[-=]+>|→")]
    private static partial Regex Arrow();

    [GeneratedRegex(@"[,;!?\n]+|\.(?=\s|$)")]
    private static partial Regex Punctuation();
}
