using System.Collections.Frozen;
using System.Collections.Immutable;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Soundness;

/// <summary>Finds words that a target took over from the request although they only belong to talk about a picture.</summary>
internal static class CopiedWords
{
    // What follows a verb in a command ("crank up the energy", "plant a tree") and hardly ever a noun in a caption.
    private static readonly FrozenSet<string> AfterVerbs =
        new[] { "up", "out", "off", "down", "away", "it", "its", "them", "him", "his", "her", "their", "a", "an", "the", "some" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // These are verbs too, and none here: "shaped like a swan", "a bell round its neck", "face down", "with the roof up".
    private static bool IsNoCommand(string word, string next) => word is "like" or "near" or "round" or "opposite" || (word is "face" or "roof" or "beard" or "hood" or "collar" && next is "up" or "down" or "off");

    /// <summary>Returns the faults.</summary>
    /// <param name="before">The words of the caption.</param>
    /// <param name="request">The request.</param>
    /// <param name="after">The words of the target.</param>
    public static IEnumerable<PlanFault> Find(ImmutableArray<string> before, string request, ImmutableArray<string> after)
    {
        var asked = Phrase.Parse(request).Words;
        for (var at = 0; at + 1 < after.Length; at++)
        {
            var (word, next) = (after[at], after[at + 1]);
            // Counting the words is left to the few places where it decides.
            var isSuspect = (AfterVerbs.Contains(next) && !AfterVerbs.Contains(word) && !(at > 0 && after[at - 1] is "to") && IsCommand(word, next))
                || (word is "that" or "those" or "these" && WordLexicon.IsThing(next) && next is not "say" and not "says")
                || (word is "all" && WordClass.Prepositions.Contains(next) && (next is not ("of" or "over" or "around" or "in") || (at > 0 && after[at - 1] is "with" or "and" or "," or "of")))
                || word is "this";
            if (isSuspect && IsNew(word))
            {
                yield return new(PlanFaultKind.Grammar, $"{word} {next}".ToLowerInvariant());
            }
        }

        if (after is [.., "this" or "that" or "these" or "those" or "how" or "there" or "enough"] && IsNew(after[^1]))
        {
            yield return new(PlanFaultKind.Aside, after[^1]);
        }

        bool IsNew(string word) => after.Count(other => Same(other, word)) > before.Count(other => Same(other, word));

        // The verb and what follows it stand in the request as they do in the target.
        bool IsCommand(string verb, string next)
        {
            for (var i = 0; i + 1 < asked.Length; i++)
            {
                if (Same(asked[i], verb) && Same(asked[i + 1], next))
                {
                    return WordLexicon.IsVerb(verb.ToLowerInvariant()) && !IsNoCommand(verb, next) && !verb.EndsWith('s') && !verb.EndsWith("ing", StringComparison.OrdinalIgnoreCase) && !verb.EndsWith("ed", StringComparison.OrdinalIgnoreCase)
                        && (i == 0 || !(WordClass.Determiners.Contains(asked[i - 1]) || WordLexicon.IsAdjective(asked[i - 1].ToLowerInvariant()) || asked[i - 1] is "of"));
                }
            }

            return false;
        }
    }

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
