using System.Collections.Frozen;
using System.Text.RegularExpressions;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Reading;

// What is said of something that is there, or that is new.
internal sealed partial class ClauseReader
{
    // What is said of something in the caption: "she is wearing a hat", "the sky should be grey", "rug bigger", "gloves to gold".
    private IEnumerable<IReadOnlyList<Change>> Stated(Phrase subject, Phrase said)
    {
        var (at, isNot, isFinite) = (0, false, true);
        for (; at < said.Words.Length; at++)
        {
            var word = said.Words[at];
            var isBeforeTo = BeforeTo.Contains(word) && at + 1 < said.Words.Length && said.Words[at + 1] is "to";
            if (!(word is "not" or "never" || Auxiliary.Contains(word) || isBeforeTo) || (word is "to" && at == 0) || (word is "do" or "did" or "does" or "all" or "both" && at + 1 == said.Words.Length))
            {
                break;
            }

            (isNot, isFinite) = (isNot || word is "not" or "never", false);
        }

        var rest = said[at..];
        rest = rest.Words is ["in", _, ..] && rest.Words.Length < 5 && WordSets.IsColor(rest.Words[^1]) && rest.IndexOfAny(WordClass.Prepositions, 1) < 0 ? rest[1..] : rest;
        rest = rest.Words is ["look" or "looks" or "be" or "feel" or "seem", var good, _, ..] && Better.Contains(good) ? rest[2..] : rest.Words is [var nicer, _, ..] && Better.Contains(nicer) ? rest[1..] : rest;
        rest = rest.Words is ["do", "with", "being", _, ..] ? rest[3..] : rest.Words is ["do", "with", _, ..] ? new(["have", .. rest.Words[2..]]) : rest.Words is ["use", _, ..] && at > 0 ? new(["have", .. rest.Words[1..]]) : rest;
        rest = rest.Words is ["go" or "goes" or "turn" or "turns" or "get" or "become" or "becomes" or "went" or "turned", _, ..] && WordSets.IsState(rest[1..]) ? rest[1..] : rest;
        rest = rest.Words is ["dyed" or "painted" or "tinted" or "made", _, ..] && WordSets.IsColor(rest.Words[^1]) ? rest[1..] : rest;
        if (isNot || rest.IsEmpty)
        {
            if (isNot && (rest.IsEmpty || Absent.Contains(rest.Words[0])))
            {
                yield return [new Change.Remove(subject)];
            }

            yield break;
        }

        if ((rest.Words is [var leaving] && Leaving.Contains(leaving)) || rest.Words is ["get" or "go" or "run" or "have" or "has" or "had", "away" or "gone" or "left"])
        {
            yield return [new Change.Remove(subject)];
        }
        else if (rest.Words is ["prefer" or "rather" or "like" or "love" or "want", _, ..])
        {
            foreach (var reading in new Fragments(caption).Read(rest.Words[1] is "have" or "eat" or "to" ? rest[2..] : rest[1..], Mood.Like))
            {
                yield return reading.Changes;
            }
        }
        else if (Having.Contains(rest.Words[0]) && rest.Words.Length > 1)
        {
            yield return [new Change.Add(rest[1..], new Phrase(["to", .. subject.Words]))];
        }
        else if (rest.Words is ["replaced" or "swapped" or "exchanged" or "substituted", "with" or "by" or "for", _, ..] or ["turned" or "changed" or "transformed" or "converted", "into" or "to", _, ..] or ["turns" or "turn" or "changes" or "change", "into" or "to", _, ..])
        {
            yield return [new Change.Become(subject, rest[2..], Link: rest.Words[1] is "into" or "to" ? ResultLink.Into : ResultLink.With)];
        }
        else
        {
            var verb = isFinite && WordLexicon.BaseOf(rest.Words[0]) is { } past && WordLexicon.IsVerb(past) && !rest.Words[0].EndsWith("ing", StringComparison.Ordinal) ? past : rest.Words[0];
            yield return PlainClauses.Read($"make {(subject.Words.Length == 1 && !subject.IsPronoun && !WordClass.Possessives.Contains(subject.Words[0]) ? "the " : "")}{subject} {verb} {rest[1..]}".Trim(), caption);
        }
    }

    // Something new that does something: "a dog should sleep by the fire", "someone sleeping in the truck".
    private IEnumerable<IReadOnlyList<Change>> New(Phrase words, bool? isWish)
    {
        var isSomebody = words.Words[0] is "someone" or "somebody";
        for (var at = 1; at < words.Words.Length && !WordClass.EndsNounPhrase(words.Words[at - 1]) && !WordClass.Prepositions.Contains(words.Words[at]); at++)
        {
            var skip = at;
            while (skip < words.Words.Length - 1 && (Auxiliary.Contains(words.Words[skip]) || words.Words[skip] is "to"))
            {
                skip++;
            }

            var isDoer = isWish is null && skip == at && !WordLexicon.IsMainlyVerb(words.Words[at]) && !words.Words[at].EndsWith("ing", StringComparison.Ordinal) ? false : words.IsIndefinite ? at > 1 : isSomebody || (WordLexicon.IsNoun(words.Words[at - 1]) && (WordLexicon.IsPlural(words.Words[at - 1]) || (isWish is not null && at == 1)));
            if (isDoer && words.Words[skip] is not ("be" or "have" or "look") && (isSomebody || (WordLexicon.IsNoun(words.Words[at - 1]) && !WordLexicon.IsAdjective(words.Words[at - 1]) && caption.Referents(words[(at - 1)..at]).Count == 0))
                && !Scales.Has(words.Words[skip]) && Actions.DoingAny(words[skip..]) is { } doing)
            {
                yield return [AddSplit.ReadOne(new([.. isSomebody ? ["a", "person"] : words.Words[..at], .. doing.Words]))];
                yield break;
            }
        }

        if (isWish == true && caption.Referents(words.Bare).Count == 0)
        {
            foreach (var reading in new Fragments(caption).Read(words, Mood.Wish))
            {
                yield return reading.Changes;
            }
        }
    }
}
