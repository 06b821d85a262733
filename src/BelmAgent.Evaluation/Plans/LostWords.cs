using System.Collections.Immutable;
using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Text;

namespace BelmAgent.Evaluation.Plans;

/// <summary>Finds what a plan lost of a caption that nobody asked to change: this is the whole rule.</summary>
/// <remarks>
/// A content word of the caption that the target does not have is accounted for when
/// the request names it, be it by another name ("the bike", "the vehicle" for a bicycle);
/// the target has a word that excludes it instead (another colour with its shade, "short" for "long", "sitting" for "standing");
/// it belongs to something named that went too: it stands in one noun phrase with it, is the verb between it and the next thing,
/// or hangs on it by a preposition;
/// it is what was done to a thing that the request names, and something else is done now ("holding a nut", "eating a nut");
/// it told how the background looked, which the request names;
/// it is a part of a body, and another takes its place ("lying on its back", "on its side");
/// it is where somebody looked who looks elsewhere now, or sleeps;
/// it is the old place, where the request speaks of the background, weather, or of a new place;
/// or it is the old word for the whole picture ("a photo of") and the target has another one.
/// Any other is lost.
/// </remarks>
public static class LostWords
{
    /// <summary>Returns the content words that are lost without a reason.</summary>
    /// <param name="caption">What the picture showed.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="target">What the plan wants the picture to show.</param>
    public static IReadOnlyList<string> Find(string caption, string request, string target)
    {
        var words = CaptionText.Of(caption).Words;
        var left = PromptWords.Content(target).ToList();
        var isLost = words.Select(word => IsContent(word) && !left.Remove(PromptWords.Stem(word))).ToImmutableArray();
        var asked = PromptWords.Content(request).SelectMany(word => Nouns.OtherNames(word).Select(PromptWords.Stem).Prepend(word)).ToHashSet(StringComparer.Ordinal);
        var hasGaze = PromptWords.Content(target).Any(word => Actions.IsGaze(word) || word is "sleeping");
        var isNamed = words.Select((word, at) => isLost[at] && asked.Contains(PromptWords.Stem(word))).ToImmutableArray();
        return
        [
            .. Enumerable.Range(0, words.Length)
                .Where(at => isLost[at] && !isNamed[at]
                    && !left.Any(fresh => WordSets.Oppose(words[at], fresh) || Actions.Exclude(words[at], fresh))
                    && !(WordSets.IsShade(words[at]) && at + 1 < words.Length && isLost[at + 1] && WordSets.IsColor(words[at + 1]))
                    && !IsWithNamed(words, isLost, isNamed, at)
                    && !IsDoneOtherwise(words, asked, left, at)
                    && !(Nouns.IsPart(words[at]) && left.Any(Nouns.IsPart))
                    && !(at + 1 < words.Length && WordSets.IsBackdrop(words[at + 1]) && asked.Contains(PromptWords.Stem(words[at + 1])))
                    && !(hasGaze && IsOfOldGaze(words, at))
                    && !(SpeaksOfPlace(request) && IsInPlace(words, isLost, at))
                    && !(WordSets.IsView(words[at]) && left.Any(WordSets.IsView)))
                .Select(at => words[at]),
        ];
    }

    // The lost run around a word: whatever of it is named takes its noun phrase, its verb and what hangs on it along.
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
        && words.Skip(at + 1).FirstOrDefault(IsContent) is { } next && asked.Contains(PromptWords.Stem(next));

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
        PromptWords.Content(request).Any(word => WordSets.IsBackground(word) || Weather.Read(new Phrase(word)) is not null)
        || Phrase.Of(request).Words is [var first, ..] && new[] { "put", "place", "move" }.Contains(first, StringComparer.OrdinalIgnoreCase);

    private static bool IsVerb(string word) =>
        word.Length > 4 && (word.EndsWith("ing", StringComparison.OrdinalIgnoreCase) || word.EndsWith("ed", StringComparison.OrdinalIgnoreCase));

    private static bool IsStop(string word) => word is "and" or "," or ";" or ".";

    private static bool IsContent(string word) => char.IsLetterOrDigit(word[0]) && PromptWords.IsContent(word);
}
