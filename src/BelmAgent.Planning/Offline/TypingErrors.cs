using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Tagging;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Offline;

/// <summary>Corrects typing errors in a request, if only one reading fits.</summary>
internal static class TypingErrors
{
    /// <summary>Returns the request with its unknown words corrected where one reading fits; null if there is nothing to correct.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caption">The caption, whose words are likelier than others.</param>
    public static Correction? Correct(string request, string caption)
    {
        var (here, correction) = (Phrase.Parse(caption).Words, new Correction(request, [], []));
        foreach (var word in Phrase.Parse(QuotedTexts.Outside(request)).Words.Distinct())
        {
            if (here.Contains(word, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            switch (Spelling.Meant(word, here))
            {
                case [var only]:
                    correction = correction with { Request = Replaced(correction.Request, word, only), Notes = [.. correction.Notes, Note(word, only)] };
                    break;
                case { Count: > 1 and < 4 } several:
                    correction = correction with { Unclear = [.. correction.Unclear, (word, several)] };
                    break;
            }
        }

        return correction.Notes.Count > 0 || correction.Unclear.Count > 0 ? correction : null;
    }

    /// <summary>
    /// Returns the request with a correctly spelled word that the caption does not have read as one of the caption's that is one slip
    /// away: "the beech" for "the beach"; null if there is none, or several.
    /// </summary>
    public static (string Request, IReadOnlyList<string> Notes)? Mistaken(string request, string caption)
    {
        var here = Phrase.Parse(caption).Words;
        var words = Phrase.Parse(QuotedTexts.Outside(request)).Words;
        var slips = words.Where((word, at) => at > 0 && words[at - 1] is "the" or "his" or "her" or "their" or "its" or "this" or "that").Distinct()
            .Where(word => word.Length > 2 && !here.Any(other => Nouns.Same(word, other)) && (WordLexicon.IsNoun(word) || WordLexicon.BaseOf(word) is not null) && !WordSets.IsColor(word) && !Actions.IsVerb(word))
            .Select(word => (Word: word, Near: Spelling.Near(word, here)))
            .Where(slip => slip.Near.Count > 0).ToList();
        return slips is [(var typed, [var meant])] ? (Replaced(request, typed, meant), [Note(typed, meant)]) : null;
    }

    private static string Note(string word, string meant) => $"\"{word}\" was read as \"{meant}\".";

    private static string Replaced(string request, string word, string meant)
    {
        for (var at = request.IndexOf(word, StringComparison.Ordinal); at >= 0; at = request.IndexOf(word, at + meant.Length, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at == 0 || !char.IsLetter(request[at - 1])) && (end == request.Length || !char.IsLetter(request[end])))
            {
                request = request[..at] + meant + request[end..];
            }

            if (at + meant.Length >= request.Length)
            {
                break;
            }
        }

        return request;
    }
}

/// <summary>A request whose typing errors are corrected.</summary>
/// <param name="Request">The request.</param>
/// <param name="Notes">A note for each word that was corrected.</param>
/// <param name="Unclear">The words that were not, because several readings fit.</param>
internal sealed record Correction(string Request, IReadOnlyList<string> Notes, IReadOnlyList<(string Word, IReadOnlyList<string> Readings)> Unclear)
{
    /// <summary>Gets the question about the first unclear word; null if there is none.</summary>
    public string? Question => Unclear is [var (word, readings), ..] ? $"Did you mean {Listing.Or(readings.Select(other => $"\"{other}\""))} by \"{word}\"?" : null;
}
