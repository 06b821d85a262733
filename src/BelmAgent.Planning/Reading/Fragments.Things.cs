using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Reading;

// Things and looks that a fragment names.
internal sealed partial class Fragments
{
    // A noun that the caption has: the new words are its modifiers. "a jar of honey" for "a jar of jam" exchanges the contents.
    private Change.Become? Known(Phrase noun)
    {
        var bare = noun.Bare;
        var of = bare.Words.IndexOf("of");
        if (of > 0 && of + 1 < bare.Words.Length)
        {
            return caption.ContentOf(bare[..of]) is { } content ? new Change.Become(Phrase.Parse(content), bare[(of + 1)..], Link: ResultLink.With) : null;
        }

        if (bare.Words.Length < 2 || !WordLexicon.IsNoun(bare.Words[^1]) || WordSets.IsColor(bare.Words[^1]) || noun.Words[0] is "another" or "more" or "no" or "less" || Numbers.Read(noun.Words[0]) is not (null or 1)
            || bare.Words.Any(word => WordClass.EndsNounPhrase(word) || WordClass.Determiners.Contains(word) || WordClass.Pronouns.Contains(word)))
        {
            return null;
        }

        // "a pirate's shoulder" for "a man's shoulder"
        if (Possessive.Is(bare.Words[0]) && Phrase.Parse(caption.Text).Words.Index().FirstOrDefault(word => Possessive.Is(word.Item) && word.Index + 1 < Phrase.Parse(caption.Text).Words.Length && Nouns.Same(Phrase.Parse(caption.Text).Words[word.Index + 1], bare.Words[1])).Item is { } owner)
        {
            return new(new Phrase(Possessive.Off(owner)), new Phrase(Possessive.Off(bare.Words[0])), Link: ResultLink.With);
        }

        // "teal phone box": as much of it as the caption has is the thing.
        for (var at = 1; at < bare.Words.Length; at++)
        {
            if (caption.MentionLength(bare[at..]) == bare.Words.Length - at && caption.Referents(bare[at..]) is [var named])
            {
                // "tomato plants" for orchids
                if (!named.Words.Any(word => Nouns.Same(word, bare.Words[^1])) && (WordLexicon.IsThing(bare.Words[at - 1]) || WordLexicon.IsCompound(bare.Words[at - 1], bare.Words[at])))
                {
                    return new(bare[at..], Phrase.Parse(Counted(noun)), Link: ResultLink.With);
                }

                // "polar bear" for "a brown bear": a kind of its own.
                return WordLexicon.IsCompound(bare.Words[at - 1], bare.Words[at]) && at == bare.Words.Length - 1
                    ? new(bare[at..], Phrase.Parse(Counted(noun)), Link: ResultLink.With) : new(new(["the", .. bare.Words[at..]]), bare[..at]);
            }
        }

        return null;
    }

    // The only thing whose look a new one excludes.
    private Phrase? Owner(Phrase look)
    {
        var words = Phrase.Parse(caption.Text).Words;
        var owners = Enumerable.Range(0, words.Length).Where(at => look.Words.Any(word => WordSets.Oppose(words[at], word)))
            .Select(at => words.Skip(at + 1).FirstOrDefault(word => caption.Referents(new Phrase(word)).Count == 1 && WordLexicon.IsNoun(word) && !WordSets.IsColor(word) && !WordSets.IsMaterial(word)))
            .Distinct().ToList();
        return owners is [{ } one] ? new Phrase(one) : null;
    }

    // The thing of the caption that is most like another.
    private string? Alike(string noun)
    {
        var alike = Phrase.Parse(caption.Text).Words.Where(word => WordLexicon.IsNoun(word) && caption.Referents(new Phrase(word)) is [var name] && name.Words[^1].Equals(word, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.OrdinalIgnoreCase).Select(word => (Word: word, Kinship: WordLexicon.Kinship(word, noun))).Where(other => other.Kinship > 0).ToList();
        return alike.Count == 0 ? null : alike.FindAll(other => other.Kinship == alike.Max(any => any.Kinship)) is [var one, .. var more] && (more.Count == 0 || caption.Referents(new Phrase())is [var main] && main.Words[^1] == one.Word) ? one.Word : null;
    }
}
