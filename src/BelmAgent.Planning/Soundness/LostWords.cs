using System.Collections.Immutable;
using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Soundness;

/// <summary>Finds the words of a caption that a plan lost without being asked to; this class is the complete rule.</summary>
internal static class LostWords
{
    /// <summary>Returns the content words that are lost without a reason.</summary>
    /// <param name="caption">The caption of the picture.</param>
    /// <param name="request">The request.</param>
    /// <param name="target">The plan's target prompt.</param>
    public static IReadOnlyList<string> Find(string caption, string request, string target)
    {
        var words = CaptionText.Parse(caption).Words;
        var left = ContentWords.Content(target).ToList();
        var isLost = words.Select(word => IsContent(word) && !left.Remove(ContentWords.Stem(word))).ToImmutableArray();
        var said = ContentWords.Content(request);
        var asked = words.Where(word => said.Contains(ContentWords.Stem(word)) || said.Any(name => Nouns.IsOtherName(name, word) || Nouns.IsMadeFrom(word, name))).Select(ContentWords.Stem).ToHashSet(StringComparer.Ordinal);
        var hasGaze = ContentWords.Content(target).Any(word => Actions.IsGaze(word) || word is "sleeping");
        var isNamed = words.Select((word, at) => isLost[at] && asked.Contains(ContentWords.Stem(word))).ToImmutableArray();
        var isCounted = Phrase.Parse(request).Words.Any(word => Numbers.Read(word) is not null || word is "more" or "double" or "fewer" or "less");
        var frame = new FreeCaption(CaptionText.Parse(caption)).BodyStart;
        var hasOtherFrame = new FreeCaption(CaptionText.Parse(target)).BodyStart is var body && body > 0 && (body != frame || !CaptionText.Parse(target).Words[..body].SequenceEqual(words[..frame]));
        return
        [
            .. Enumerable.Range(0, words.Length)
                .Where(at => isLost[at] && !isNamed[at]
                    && !(isCounted && Numbers.Read(words[at]) is not null)
                    && !(hasOtherFrame && at < frame)
                    && !(at + 3 < words.Length && words[at + 1] is "in" && words[at + 3] is "background" or "backdrop" && asked.Contains(words[at + 3]))
                    && !left.Any(fresh => WordSets.Oppose(words[at], fresh) || Actions.Exclude(words[at], fresh))
                    && !(WordSets.IsShade(words[at]) && at + 1 < words.Length && isLost[at + 1] && WordSets.IsColor(words[at + 1]))
                    && !IsWithNamed(words, isLost, isNamed, at)
                    && !IsDoneOtherwise(words, asked, left, at)
                    && !(Nouns.IsPart(words[at]) && left.Any(Nouns.IsPart))
                    && !(at + 1 < words.Length && WordSets.IsBackdrop(words[at + 1]) && asked.Contains(ContentWords.Stem(words[at + 1])))
                    && !(hasGaze && IsOfOldGaze(words, at))
                    && !(SpeaksOfPlace(request) && IsInPlace(words, isLost, at))
                    && !(WordSets.IsView(words[at]) && left.Any(WordSets.IsView)))
                .Select(at => words[at]),
        ];
    }

    // The lost words around a word: any of them that is named takes its noun phrase, its verb and its dependents along.
    private static bool IsWithNamed(ImmutableArray<string> words, ImmutableArray<bool> isLost, ImmutableArray<bool> isNamed, int at)
    {
        for (var before = at; before >= 0 && (isLost[before] || !IsContent(words[before])) && !IsStop(words[before]); before--)
        {
            if (isNamed[before])
            {
                return true;
            }
        }

        // "full of books" goes with the books.
        var isVerb = IsVerb(words[at]) || words[at] is "full";
        for (var after = at; after < words.Length && (isLost[after] || !IsContent(words[after])); after++)
        {
            if (isNamed[after])
            {
                return true;
            }

            if (after > at && !isVerb && (WordClass.EndsNounPhrase(words[after]) || WordClass.Determiners.Contains(words[after]) || IsVerb(words[after])))
            {
                return false;
            }
        }

        return false;
    }

    private static bool IsDoneOtherwise(ImmutableArray<string> words, HashSet<string> asked, List<string> left, int at) =>
        Actions.IsParticiple(words[at]) && left.Any(word => Actions.IsParticiple(word) || word.EndsWith("ing", StringComparison.Ordinal))
        && words.Skip(at + 1).FirstOrDefault(IsContent) is { } next && asked.Contains(ContentWords.Stem(next));

    private static bool IsOfOldGaze(ImmutableArray<string> words, int at)
    {
        var gaze = at;
        while (gaze > 0 && !Actions.IsGaze(words[gaze]) && !IsStop(words[gaze]))
        {
            gaze--;
        }

        return Actions.IsGaze(words[gaze]) && at < Complement.EndAfterGaze(words, gaze);
    }

    private static bool IsInPlace(ImmutableArray<string> words, ImmutableArray<bool> isLost, int at)
    {
        while (at >= 0 && (isLost[at] || !IsContent(words[at])))
        {
            if (WordClass.Places.Contains(words[at]) || IsStop(words[at]))
            {
                return WordClass.Places.Contains(words[at]);
            }

            at--;
        }

        return false;
    }

    private static bool SpeaksOfPlace(string request) =>
        ContentWords.Content(request).Any(word => WordSets.IsBackground(word) || Weather.Read(new Phrase(word)) is not null)
        || Phrase.Parse(request).Words is [var first, ..] && new[] { "put", "place", "move" }.Contains(first, StringComparer.OrdinalIgnoreCase);

    private static bool IsVerb(string word) =>
        word.Length > 4 && (word.EndsWith("ing", StringComparison.OrdinalIgnoreCase) || word.EndsWith("ed", StringComparison.OrdinalIgnoreCase));

    private static bool IsStop(string word) => word is "and" or "," or ";" or ".";

    private static bool IsContent(string word) => char.IsLetterOrDigit(word[0]) && ContentWords.IsContent(word);
}
