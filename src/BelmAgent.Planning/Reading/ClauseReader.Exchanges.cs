using System.Collections.Frozen;
using System.Text.RegularExpressions;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Reading;

// What is wanted in place of what is not.
internal sealed partial class ClauseReader
{
    // What is wanted takes the place of what is not, if that is in the caption; otherwise it is said for itself.
    private IEnumerable<Reading> Exchanged(Contrast contrast)
    {
        var (core, mood) = Shell.Strip(contrast.Wanted);
        var old = OldOf(contrast.Old);
        // What is named with "the" must be there.
        if (old is null && contrast.Old.Words is ["the" or "that", .., var absent] && WordLexicon.IsThing(absent))
        {
            yield break;
        }

        var now = NewThing(core);
        // "the cat on a sofa, not in a pot": another place
        if (WordClass.Places.Contains(contrast.Old.Words[0]) && Mentions.Subject(caption, Phrase.Parse(core)) > 0)
        {
            foreach (var reading in Plain(core, mood))
            {
                yield return reading;
            }
        }

        if (old is not null && now is not null)
        {
            // "bus window, not train"
            if (now.Words.Length > 1 && caption.Referents(now[^1..]).Count > 0 && !Nouns.Same(now.Words[^1], old.Words[^1]))
            {
                yield return new([new Change.Become(old, now[..^1], Link: ResultLink.With)], $"{old} {now}");
            }

            yield return new([new Change.Become(old, now, Link: ResultLink.With)], $"{old} {now}");
        }

        foreach (var reading in Plain(core, mood == Mood.None ? Mood.Like : mood))
        {
            yield return reading;
        }
    }

    // "on the sofa" names the sofa, and "wearing a hat" the hat.
    private Phrase? OldOf(Phrase said)
    {
        for (var start = 0; start < said.Words.Length && (start == 0 || WordClass.Prepositions.Contains(said.Words[start - 1]) || Actions.IsVerb(said.Words[start - 1])); start++)
        {
            if (Mentions.Length(caption, said[start..]) is > 0 and var length && !said[start..(start + length)].IsPronoun)
            {
                return said[start..(start + length)];
            }
        }

        return null;
    }

    // The thing or the look that a clause wants: "a windmill" of "have a windmill in the distance".
    private Phrase? NewThing(string core)
    {
        var words = Phrase.Parse(Lead().Replace(core, ""));
        if (words.IsEmpty)
        {
            return null;
        }

        if (Mentions.Subject(caption, words) is > 0 and var subject && subject < words.Words.Length && (Auxiliary.Contains(words.Words[subject]) || Actions.IsVerb(words.Words[subject]) || WordClass.Places.Contains(words.Words[subject])))
        {
            words = words[subject..];
            while (words.Words.Length > 1 && (Auxiliary.Contains(words.Words[0]) || Actions.IsVerb(words.Words[0])))
            {
                words = words[1..];
            }
        }

        // "lay it | on driftwood"
        if (WordLexicon.IsVerb(words.Words[0]) && words.Words.Length > 2 && Mentions.Length(caption, words[1..]) is > 0 and var moved && moved + 2 < words.Words.Length && WordClass.Places.Contains(words.Words[moved + 1]))
        {
            words = words[(moved + 1)..];
        }

        words = words.Words.Length > 1 && WordClass.Places.Contains(words.Words[0]) ? words[1..] : words;
        var end = words.IndexOfAny(WordClass.Places, 1);
        words = end > 0 ? words[..end] : words;
        while (words.Words is [_, .., "there" or "here" or "now" or "too" or "instead"])
        {
            words = words[..^1];
        }

        var verb = words.Words.Index().FirstOrDefault(word => word.Index > 0 && (WordClass.Auxiliaries.Contains(word.Item) || word.Item is "would" or "might" or "could" or "may" or "should" or "will" || (Liking.Contains(word.Item) && word.Index + 1 < words.Words.Length && (WordClass.Determiners.Contains(words.Words[word.Index + 1]) || Better.Contains(words.Words[word.Index + 1]) || words.Words[word.Index + 1] is "more" or "so" or "much" or "well" or "this" or "it" or "funnier" or "for")) || (word.Index > 1 && Actions.IsVerb(word.Item) && !WordLexicon.IsNoun(word.Item)))).Index;
        words = verb > 0 ? words[..verb] : words;
        // "a scarlet one"
        words = words.Words is [_, .., "one" or "ones"] && words.Bare.Words.Length > 1 ? words.Bare[..^1] : words;
        return words.IsEmpty || words.IsPronoun || WordClass.EndsNounPhrase(words.Words[^1]) || words.Words.Any(WordClass.Auxiliaries.Contains) ? null : Phrase.Parse(Fragments.Counted(words));
    }

    private static readonly FrozenSet<string> Liking = Set("suits suit fits fit works work matches match pops pop goes looks look feels feel makes make is are was would will might may could should stood stands");
}
