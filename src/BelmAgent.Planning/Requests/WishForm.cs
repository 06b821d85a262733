using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Requests;

/// <summary>A thing that is wished for, without a word on what becomes of the old: "I want a blue house", "pink clouds", "have a bird sit on the sign".</summary>
internal static class WishForm
{
    /// <summary>Reads a clause; null if it is no wish.</summary>
    /// <param name="clause">The clause.</param>
    /// <param name="caption">The caption, which decides what is new.</param>
    public static string? Read(string clause, ICaption caption)
    {
        var words = Phrase.Parse(clause);
        if (words.IsEmpty)
        {
            return null;
        }

        if (words.StartsWith("i", "want") && words.Words.Length > 2)
        {
            return Wish(words[2..], caption);
        }

        // "let | a shark swim under the surfer", but not "let the dog run"
        if (words.Words is ["let" or "have" or "make" or "get", _, _, ..] && !WordClass.Pronouns.Contains(words.Words[1]) && !WordClass.Possessives.Contains(words.Words[1]) && words.Words[1] is not "the" && NewDoer(words[1..], caption) is { } doer)
        {
            return doer;
        }

        // "have a cat on her lap"
        if (words.Words is ["have" or "get", _, _, ..] && words[1..].IsIndefinite && words.Words.Skip(1).All(word => !WordClass.Auxiliaries.Contains(word)))
        {
            return Wish(words[1..], caption);
        }

        // "make a road between the car and the house"
        if (words.Words is ["make" or "let", "a" or "an" or "some", ..] && words.IndexOfAny(WordClass.Places, 3) is > 0 and var where && where + 1 < words.Words.Length && words.Words[where] is not ("to" or "into")
            && caption.Referents(words[1..where].Bare).Count == 0 && !words.Words[1..where].Any(WordClass.EndsNounPhrase))
        {
            return $"add {words[1..]}";
        }

        // "it should be all white houses"
        if (words.Words is ["it" or "this" or "that", "should", "be", _, ..] && Known(words[(words.Words[3] is "all" && words.Words.Length > 4 ? 4 : 3)..], caption) is { } same)
        {
            return same;
        }

        return VerbTable.Read(words).Length == 0 ? Fragment(words, caption) ?? (words.IsIndefinite || words.Words[0] is "someone" or "somebody" ? NewDoer(words, caption) : null) : null;
    }

    // A new thing that does something: "a dog should sleep by the fire".
    private static string? NewDoer(Phrase words, ICaption caption)
    {
        for (var at = 1; at < words.Words.Length; at++)
        {
            if (WordClass.EndsNounPhrase(words.Words[at - 1]) || (WordClass.Prepositions.Contains(words.Words[at]) && words.Words[at] is not "to"))
            {
                break;
            }

            var skip = words.Words[at] is "should" or "to" or "is" or "be" ? words.Words[Math.Min(at + 1, words.Words.Length - 1)] is "be" ? 2 : 1 : 0;
            var verb = at + skip < words.Words.Length ? words.Words[at + skip] : "";
            var isDoer = words.IsIndefinite ? at > 1 : words.Words[0] is "somebody" or "someone" || (WordLexicon.IsPlural(words.Words[at - 1]) && WordLexicon.IsNoun(words.Words[at - 1]));
            if (isDoer && verb is not ("" or "be" or "have") && WordLexicon.IsNoun(words.Words[at - 1]) && !WordLexicon.IsAdjective(words.Words[at - 1]) && Actions.DoingAny(words[(at + skip)..]) is { } doing)
            {
                return words.Words[0] is "somebody" or "someone" ? $"add a person {doing}"
                    : caption.Referents(words[(at - 1)..at]).Count == 0 ? $"add {words[..at]} {doing}" : null;
            }
        }

        return null;
    }

    private static string? Wish(Phrase wish, ICaption caption)
    {
        if (IsWhole(wish))
        {
            return $"make it {wish}";
        }

        // "I want the car blue" names it already, and "I want a dog on the sofa" says where.
        var place = wish.IndexOfAny(WordClass.Places, 1);
        var noun = place > 0 ? wish[..place] : wish;
        return !wish.IsIndefinite && wish.Words[0] is "the" or "her" or "his" or "its" or "their" or "it" or "them" or "him" or "he" or "she" or "they" ? $"make {wish}"
            : Known(noun, caption) is { } known && place < 0 ? known
            : NewDoer(wish, caption) ?? (place < 0 && wish.Words.Length < 4 && !wish.Words.Any(WordClass.EndsNounPhrase) && WordLexicon.IsNoun(wish.Words[^1]) ? $"add {Counted(wish)}" : $"add {wish}");
    }

    // "blue dress", "beard on the barista", "no helmet", "foggy morning"
    private static string? Fragment(Phrase words, ICaption caption)
    {
        if (words.Words.Any(word => word is "should" || WordClass.Auxiliaries.Contains(word)) || words.Words[..^1].Any(WordClass.Pronouns.Contains) || words.IsPronoun)
        {
            return null;
        }

        if (IsWhole(words))
        {
            return $"make it {words}";
        }

        // "blue sky", "plain white background"
        if (words.Bare.Words is [_, .., "sky" or "background" or "backdrop"] && words.Words.Length < 5 && !words.Words.Any(WordClass.EndsNounPhrase))
        {
            return $"make the {words.Words[^1]} {words.Bare[..^1]}";
        }

        // "boy wearing a costume", "giraffe with a scarf"
        var named = words.Words.TakeWhile(word => word is not "with" && !Actions.IsParticiple(word)).Count();
        if (named > 0 && named + 1 < words.Words.Length && caption.MentionLength(words[..named]) == named && !IsWhole(words[..named]))
        {
            var after = words.Words[named];
            return after is "with" ? $"give the {words[..named].Bare} {words[(named + 1)..]}" : $"make the {words[..named].Bare} {words[named..]}";
        }

        var with = words.Words.IndexOf("with");
        if (with > 1 && with + 1 < words.Words.Length && Known(words[..with], caption) is { } stated)
        {
            return $"{stated} and give the {words.Words[with - 1]} {words[(with + 1)..]}";
        }

        if (with > 0 && with + 1 < words.Words.Length && IsWhole(words[..with]))
        {
            return $"make it {words[..with]} and add {words[(with + 1)..]}";
        }

        var place = words.IndexOfAny(WordClass.Places, 1);
        if (place > 0 && words.Words[place] is not "to" && place + 1 < words.Words.Length && caption.MentionLength(words) is var said && said < place && IsNounPhrase(words[..place])
            && words[(place + (words.Words[place] is "next" ? 2 : words.Words[place + 1] is "top" or "front" ? 3 : 1))..] is { IsEmpty: false } there && (there.IsPronoun || WordClass.Pronouns.Contains(there.Words[0]) || caption.Referents(there).Count > 0))
        {
            return $"add {Counted(words[..place])} {words[place..]}";
        }

        return place < 0 && words.Words.Length < 6 ? Known(words, caption) ?? Outfit(words, caption) ?? OfKind(words, caption) : null;
    }

    // "zeppelin" for the only balloon of the caption, "waffles" for its pancakes
    private static string? OfKind(Phrase words, ICaption caption)
    {
        var noun = words.Bare.Words[^1];
        if (words.Bare.Words.Length > 2 || words.Words[0] is "more" or "less" or "no" or "not" || WordSets.IsStyle(words) || caption.MentionLength(words) > 0 || words.Bare.Words.Any(word => WordClass.EndsNounPhrase(word) || WordSets.IsColor(word)) || !WordLexicon.IsThing(noun) || WordSets.IsState(words) || WordLexicon.IsAdjective(noun))
        {
            return null;
        }

        var alike = Phrase.Parse(caption.Text).Words.Where(word => WordLexicon.IsNoun(word) && WordLexicon.AreAlike(word, noun) && caption.Referents(new Phrase(word)).Count == 1).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return alike is [var old] && caption.Referents(new Phrase(old))[0].Words[^1].Equals(old, StringComparison.OrdinalIgnoreCase) ? $"replace the {old} with {Counted(words)}" : null;
    }

    // "santa costume" is for whoever the caption is about.
    private static string? Outfit(Phrase words, ICaption caption) =>
        words.Bare.Words.Length < 2 || caption.Referents(new Phrase()) is not [var main] || !Nouns.IsAnimate(main.Words[^1]) ? null
        : Nouns.IsGarment(words.Words[^1]) ? $"make the {main} wear {Counted(words)}"
        : Nouns.IsPart(words.Words[^1]) ? $"give the {main} {Counted(words)}"
        : null;

    // A noun phrase whose noun the caption has: the new words are its modifiers. "a jar of honey" for "a jar of jam" exchanges the contents.
    private static string? Known(Phrase noun, ICaption caption)
    {
        // "a guitar that's made of glass"
        if (noun.Words.IndexOf("that's") is > 0 and var relative && relative + 1 < noun.Words.Length && caption.Referents(noun[..relative].Bare) is [_])
        {
            return $"make the {noun[..relative].Bare} {noun[(relative + 1)..]}";
        }

        var bare = noun.Bare;
        var of = bare.Words.IndexOf("of");
        if (of > 0 && of + 1 < bare.Words.Length)
        {
            return caption.ContentOf(bare[..of]) is { } content ? $"replace the {content} with {bare[(of + 1)..]}" : null;
        }

        if (bare.Words.Length < 2 || bare.Words.Any(word => WordClass.EndsNounPhrase(word) || WordClass.Determiners.Contains(word) || WordClass.Pronouns.Contains(word)))
        {
            return null;
        }

        return WordLexicon.IsNoun(bare.Words[^1]) && !WordSets.IsColor(bare.Words[^1]) && noun.Words[0] is not ("another" or "more" or "no") && Numbers.Read(noun.Words[0]) is null or 1
            && caption.Referents(bare[^1..]) is { Count: 1 } && !WordLexicon.IsCompound(bare.Words[^2], bare.Words[^1])
            ? $"make the {bare.Words[^1]} {bare[..^1]}"
            : null;
    }

    private static bool IsNounPhrase(Phrase words) => WordLexicon.IsNoun(words.Words[^1]) && !words.Words.Any(word => WordClass.Pronouns.Contains(word));

    /// <summary>Returns a noun phrase with the article that it needs.</summary>
    public static string Counted(Phrase noun) =>
        noun.IsIndefinite || WordClass.Determiners.Contains(noun.Words[0]) || WordLexicon.IsPlural(noun.Words[^1]) || WordSets.IsUncounted(noun.Words[^1]) ? noun.ToString() : Article.Indefinite(noun).ToString();

    private static bool IsWhole(Phrase words) =>
        Weather.Read(words) is not null || WordSets.IsStyle(words) || WordSets.IsManner(words.Words[^1]) || WordSets.IsViewpoint(words) || (words.Bare.Words is ["in", _, ..] && Weather.Read(words) is not null);
}
