using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Reading;

/// <summary>Reads what is no sentence: "blue dress", "a kitten on the doorstep", "tractor", "foggy morning", "a scarlet one".</summary>
internal sealed partial class Fragments(ICaption caption)
{
    /// <summary>Returns the readings, the likeliest first.</summary>
    public IEnumerable<Reading> Read(Phrase words, Mood mood)
    {
        if (Verb(words) is > 0 and var verb)
        {
            (words, mood) = (words[..verb], mood == Mood.None ? Mood.Like : mood);
        }

        // "a velvet armchair and a brass lamp"
        var and = words.Words.IndexOf("and");
        if (and > 0 && and + 1 < words.Words.Length && words.Words.Length > 3 && ReadOne(words[..and], mood).FirstOrDefault() is { } first && ReadOne(words[(and + 1)..], mood).FirstOrDefault() is { } second)
        {
            yield return new([.. first, .. second], words.ToString());
        }

        foreach (var reading in ReadOne(words, mood))
        {
            yield return new(reading, words.ToString());
        }
    }

    private IEnumerable<IReadOnlyList<Change>> ReadOne(Phrase words, Mood mood)
    {
        words = words.Words is [.., "instead" or "too" or "also" or "there" or "here"] && words.Words.Length > 1 ? words[..^1] : words;
        // "blue sky", "plain white background"
        if (words.Bare.Words is [_, .., "sky" or "background" or "backdrop"] && !words.Words.Any(WordClass.EndsNounPhrase))
        {
            yield return PlainClauses.Read($"make the {words.Words[^1]} {words.Bare[..^1]}", caption);
        }

        if (words.Words is [.., _, "look" or "vibe" or "vibes" or "feel" or "mood" or "aesthetic" or "atmosphere"] && IsWhole(words[..^1]))
        {
            yield return PlainClauses.Read($"make it {(WordSets.IsManner(words.Words[^2]) ? $"{words[..^1]} style" : words[..^1])}", caption);
        }

        if (IsWhole(words))
        {
            yield return PlainClauses.Read($"make it {words}", caption);
        }

        if (words.Words.Any(WordClass.Auxiliaries.Contains) || words.IsPronoun)
        {
            yield break;
        }

        if (words.Words.Index().Any(word => word.Index > 0 && (Article.Is(word.Item) || word.Item is "the" || WordClass.Possessives.Contains(word.Item)) && !WordClass.Prepositions.Contains(words.Words[word.Index - 1]) && words.Words[word.Index - 1] is not "and"))
        {
            yield break;
        }

        if (words.Words[0] is "in" or "at" or "on" or "under" or "near" or "by" or "inside" or "behind" or "beside" or "over")
        {
            yield return [new Change.Become(new Phrase(), words)];
            yield return [new Change.Move(new Phrase("it"), words)];
            yield break;
        }

        words = words.Words.IndexOf("all") is > 0 and var all && all + 2 < words.Words.Length && words.Words[all + 1] is "over" ? new([.. words.Words.Where(word => word is not "all")]) : words;
        // "sunglasses for the cat", "red for the car"
        if (words.Words.IndexOf("for") is > 0 and var to && to + 1 < words.Words.Length && Mentions.Length(caption, words[(to + 1)..]) > 0 | words.Words[to + 1] is "both" or "all" or "everyone")
        {
            words = words.Words[to + 1] is "both" or "all" or "everyone" ? new([.. words.Words[..(to + 1)], "them"]) : words;
            yield return WordLexicon.IsThing(words.Words[to - 1]) && !WordSets.IsState(words[..to]) ? [new Change.Add(Phrase.Parse(Counted(words[..to])), new(["to", .. words.Words[(to + 1)..]]))] : [new Change.Become(words[(to + 1)..], words[..to])];
            yield break;
        }

        var with = words.Words.IndexOf("with");
        if (with > 0 && with + 1 < words.Words.Length)
        {
            if (IsWhole(words[..with]))
            {
                yield return [.. PlainClauses.Read($"make it {words[..with]}", caption), new Change.Add(words[(with + 1)..], null)];
            }
            else if (words.Words is [.., "with", var whom] && WordClass.Pronouns.Contains(whom) | WordClass.Possessives.Contains(whom))
            {
                yield return [new Change.Add(Phrase.Parse(Counted(words[..with])), null)];
            }
            else if (Known(words[..with]) is { } stated)
            {
                yield return [stated, new Change.Add(words[(with + 1)..], new(["to", "the", words.Words[with - 1]]))];
            }
            else if (Mentions.Length(caption, words[..with]) == with)
            {
                yield return [new Change.Add(words[(with + 1)..], new(["to", "the", .. words[..with].Bare.Words]))];
            }
        }

        if (Actions.IsParticiple(words.Words[0]))
        {
            yield return [new Change.Become(new Phrase("it"), words)];
        }

        if (Known(words) is { } known)
        {
            yield return [known];
        }

        var place = words.IndexOfAny(WordClass.Places, 1);
        var noun = place > 0 ? words[..place] : words;
        if (place > 0 && (WordLexicon.IsNoun(noun.Words[^1]) || (noun.Words.Length > 1 && (Actions.IsDone(noun.Words[^1]) || Actions.IsParticiple(noun.Words[^1])))) && caption.Referents(noun.Bare).Count == 0 | noun.IsIndefinite && !Actions.IsVerb(noun.Words[0]) | WordLexicon.IsThing(noun.Words[0]))
        {
            // "jam in the jar" of a jar of honey
            if (words.Words[place] is "in" or "on" && caption.ContentOf(words[(place + 1)..]) is { } content && WordLexicon.Kinship(content.Split(' ')[^1], noun.Words[^1]) > 0)
            {
                yield return [new Change.Become(Phrase.Parse(content), noun, Link: ResultLink.With)];
            }

            yield return [new Change.Add(Phrase.Parse(Counted(noun)), words[place..])];
        }

        // "smoke from the cabin's chimney"
        if (place < 0 && words.IndexOfAny(WordClass.Prepositions, 1) is > 0 and var from && words.Words[from] is not ("with" or "for" or "than" or "like") && WordLexicon.IsNoun(words.Words[from - 1]) && caption.Referents(words[..from].Bare).Count == 0)
        {
            yield return [new Change.Add(words, null)];
        }

        if (place < 0)
        {
            foreach (var change in Alone(words, mood))
            {
                yield return [change];
            }
        }
    }

    /// <summary>Returns a noun phrase with the article that it needs.</summary>
    public static string Counted(Phrase noun) =>
        noun.IsIndefinite || WordClass.Determiners.Contains(noun.Words[0]) || WordLexicon.IsPlural(noun.Words[^1]) || WordSets.IsUncounted(noun.Words[^1]) || WordSets.IsState(noun) || !WordLexicon.IsNoun(noun.Words[^1]) || char.IsUpper(noun.Words[^1][0]) ? noun.ToString() : Article.Indefinite(noun).ToString();

    private IEnumerable<Change> Alone(Phrase words, Mood mood)
    {
        var bare = words.Words is ["more" or "less" or "enough", _, ..] ? words : words.Bare;
        var look = bare.Words is [_, .., "one" or "ones"] ? bare[..^1] : bare;
        if (look.Words[0] is "more" && look.Words.Length > 1)
        {
            if (WordLexicon.IsPlural(look.Words[^1]) && caption.Referents(look[1..]) is [var several] && WordLexicon.IsPlural(several.Words[^1]))
            {
                yield return new Change.Become(look[1..], new Phrase("many"));
            }

            look = look[1..];
        }

        // "a scarlet one", "brighter": what looks otherwise now
        if (words.Words[0] is "the" && look.Words.Length < bare.Words.Length)
        {
            yield break;
        }

        if (WordSets.IsState(look) || look.Words.Length < bare.Words.Length || look.Words.All(word => WordSets.IsColor(word) || WordSets.IsMaterial(word) || Scales.Has(word)))
        {
            if (Owner(look) is { } owner)
            {
                yield return new Change.Become(owner, look);
            }

            yield return new Change.Become(new Phrase(), look);
        }

        if (bare.Words.Any(word => WordClass.EndsNounPhrase(word) || WordClass.Pronouns.Contains(word)))
        {
            yield break;
        }

        var isThing = (WordLexicon.IsThing(bare.Words[^1]) || WordLexicon.Is(bare.Words[^1], "weather", "light") || (WordLexicon.IsNoun(bare.Words[^1]) && mood != Mood.None) || !WordLexicon.Knows(bare.Words[^1])) && caption.Referents(bare[^1..]).Count == 0;
        if (isThing && (mood != Mood.Wish || !words.IsIndefinite) && words.Words[0] is not ("more" or "another") && Alike(bare.Words[^1]) is { } old)
        {
            yield return new Change.Become(new Phrase(old), Phrase.Parse(Counted(words)), Link: ResultLink.With);
        }

        if (isThing && caption.Referents(new Phrase()) is [var main] && Nouns.IsAnimate(main.Words[^1]))
        {
            if (Nouns.IsGarment(bare.Words[^1]))
            {
                yield return new Change.Become(main, new(["wear", .. Phrase.Parse(Counted(words)).Words]));
            }
            else if (Nouns.IsPart(bare.Words[^1]))
            {
                yield return new Change.Add(Phrase.Parse(Counted(words)), new(["to", .. main.Words]));
            }
        }

        if (isThing && (mood != Mood.None || (words.IsIndefinite && !caption.HasSlots)))
        {
            yield return new Change.Add(Phrase.Parse(Counted(words)), null);
        }

    }

    // "lightning | would make it dramatic"
    private static int Verb(Phrase words)
    {
        for (var at = 1; at < words.Words.Length; at++)
        {
            if (words.Words[at] is "would" or "might" or "may" or "could" or "is" or "are" or "looks" or "suits" or "suit" or "fits" or "sounds" or "feels")
            {
                return at;
            }
        }

        return 0;
    }

    private static bool IsWhole(Phrase words) =>
        Weather.Read(words) is not null || WordSets.IsStyle(words) || WordSets.IsManner(words.Words[^1]) || WordSets.IsViewpoint(words);
}
