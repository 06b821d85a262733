using System.Collections.Frozen;
using System.Collections.Immutable;
using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Soundness;

/// <summary>Finds faults in a caption alone.</summary>
internal static class SentenceFaults
{
    private static readonly FrozenSet<string> Articles = new[] { "a", "an", "the" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private static readonly FrozenSet<string> Bare = new[] { "with", "of", "at", "for", "and", "or" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private static readonly FrozenSet<string> Quantities = new[] { "few", "dozen", "couple", "hundred", "thousand", "million", "billion", "lot", "more", "many", "several" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private static readonly FrozenSet<string> Moods = WordLexicon.Set("mood");
    private static readonly FrozenSet<string> NoArticle = WordLexicon.Set("no-article");
    private static readonly FrozenSet<string> Inside = WordLexicon.Set("inside");
    private static readonly FrozenSet<string> Grounds = WordLexicon.Set("ground");
    private static readonly FrozenSet<string> Outfits = WordLexicon.Set("outfit");
    private static readonly FrozenSet<string> OfOutfits = WordLexicon.Set("of-outfit");
    private static readonly FrozenSet<string> NoModifiers = WordLexicon.Set("no-modifier");

    /// <summary>Returns the faults.</summary>
    public static IEnumerable<PlanFault> Find(ImmutableArray<string> words)
    {
        var phrases = Phrases(words).ToList();
        return [.. Pairs(words), .. phrases.SelectMany(phrase => Disagreements(words, phrase)), .. phrases.SelectMany(phrase => InPhrase(words[phrase])), .. Poses(words), .. Garments(words), .. Weathers(words)];
    }

    // Two words that cannot follow each other, and words that cannot end a sentence.
    private static IEnumerable<PlanFault> Pairs(ImmutableArray<string> words)
    {
        for (var at = 0; at < words.Length; at++)
        {
            var (word, next) = (words[at], at + 1 < words.Length ? words[at + 1] : ".");
            var isBroken = (word.Equals(next, StringComparison.OrdinalIgnoreCase) && char.IsLetter(word[0]) && word is not "very")
                || (Articles.Contains(word) && (!char.IsLetterOrDigit(next[0]) || WordClass.EndsNounPhrase(next) || Articles.Contains(next)) && !char.IsUpper(next[0]) && next is not ("close" or "up" or "near" or "off" or "inside" or "outside" or "top" or "like"))
                || (Bare.Contains(word) && (!char.IsLetterOrDigit(next[0]) ? next is "." or "," : Bare.Contains(next)))
                || (word is "both" or "every" or "each" && WordClass.EndsNounPhrase(next) && next is not "of")
                || (WordClass.Possessives.Contains(word) && next is "one" or "ones" or "it" or "them")
                || (word is "with" && (next is "them" or "him" or "he" or "she" or "they" || WordClass.Places.Contains(next) || WordClass.Auxiliaries.Contains(next)))
                || (at > 0 && words[at - 1] is "with" && WordClass.Possessives.Contains(word) && WordClass.Prepositions.Contains(next))
                || (WordClass.Possessives.Contains(word) && (Articles.Contains(next) || WordClass.Places.Contains(next)) && !(at > 0 && WordClass.Prepositions.Contains(words[at - 1]) && words[at - 1] is not "with"))
                || (WordClass.Prepositions.Contains(word) && next is "like" or "as")
                || (word is "in" or "on" or "at" && Actions.IsStance(next) && Actions.IsParticiple(next) && (at + 2 >= words.Length || WordClass.EndsNounPhrase(words[at + 2])))
                || (word is "other" && next is "one")
                || (word.ToLowerInvariant() is "a" or "an" or "one" or "another" && char.IsLower(next[0]) && Numbers.Singular(next) != next && Nouns.IsAnimate(next) && !(at + 2 < words.Length && (Possessive.IsEnding(words[at + 2]) || (WordLexicon.IsThing(words[at + 2]) && !words[at + 2].EndsWith("ing", StringComparison.Ordinal)))))
                || (word is "on" or "at" && next is "front")
                || (word is "at" or "in" && next is "day" && (at + 2 >= words.Length || WordClass.EndsNounPhrase(words[at + 2])))
                || (word is "a" or "an" && NoArticle.Contains(next) && IsLast(at + 1))
                || (word is "on" && Place(at) is { } inside && Inside.Contains(inside))
                || (word is "in" && Place(at) is { } ground && Grounds.Contains(ground))
                || (word is "its" && !words.Any(Nouns.IsAnimal) && words.Take(at).LastOrDefault(Nouns.IsAnimate) is { } owner && Nouns.IsPerson(owner) && owner is not ("baby" or "toddler" or "child") && words.Skip(at + 1).Take(2).Any(part => WordLexicon.Is(part, "bodypart")))
                || (Outfits.Contains(word) && OfOutfits.Contains(next))
                || (word is "wearing" && (!char.IsLetterOrDigit(next[0]) ? next is not ("\"" or "'" or "“") : Actions.IsParticiple(next) || (WordClass.EndsNounPhrase(next) && next is not ("only" or "nothing" or "like" or "as" or "around" or "down" or "out" or "inside"))))
                || (at > 0 && words[at - 1] is "a" or "an" && WordSets.IsBasicColor(word) && WordClass.EndsNounPhrase(next) && next is not ("and" or "or" or "," or "on"))
                || (word is "that" or "which" && next is "says" or "reads" && at > 0 && !(at > 1 && words[at - 2] is "of") && WordLexicon.IsPlural(words[at - 1]) && WordLexicon.IsNoun(Numbers.Singular(words[at - 1])))
                || (word is "them" && at > 1 && words[at - 1] is "of" && words[at - 2] is "one" && (WordLexicon.IsMainlyVerb(next) || next is "say" or "look" or "wave" or "smile") && !Actions.IsParticiple(next) && !Actions.IsDone(next) && !WordLexicon.IsAdjective(next))
                || (word is "in" && EndsInLook(at + 1))
                || (WordLexicon.IsThing(word) && !Verbal(word) && Moods.Contains(next) && !words[..at].Any(made => made is "making" or "makes" or "keeping") && (at + 2 >= words.Length || WordClass.Prepositions.Contains(words[at + 2])))
                || (word is "and" && at > 0 && WordSets.IsBasicColor(next) && WordLexicon.IsThing(Numbers.Singular(words[at - 1])) && !WordSets.IsColor(words[at - 1]) && at + 2 < words.Length && words[at + 2].EndsWith("ing", StringComparison.Ordinal) && !WordLexicon.IsThing(words[at + 2]) && (at + 3 >= words.Length || WordClass.Prepositions.Contains(words[at + 3]) || Articles.Contains(words[at + 3])))
                || (word == "," && (next is "," or "." || (next is "and" && at + 2 >= words.Length)))
                || (WordLexicon.IsThing(word) && !WordLexicon.IsVerb(word) && !WordClass.EndsNounPhrase(word) && !Verbal(word) && Article.Is(next))
                || (at == 0 && word.ToLowerInvariant() is "and" or "," or "with" or "of");
            if (isBroken)
            {
                yield return new(PlanFaultKind.Grammar, $"{word} {next}".ToLowerInvariant());
            }
        }

        bool IsLast(int place) => place + 1 >= words.Length || WordClass.EndsNounPhrase(words[place + 1]);

        // "in sunny", "in the rainy at night"
        bool EndsInLook(int place)
        {
            place += Articles.Contains(words[Math.Min(place, words.Length - 1)]) ? 1 : 0;
            return place < words.Length && words[place].EndsWith('y') && (Scales.Has(words[place]) || WordLexicon.IsAdjective(words[place])) && words[place] is not ("day" or "many" or "any") && !WordLexicon.IsThing(words[place]) && !WordSets.IsColor(words[place])
                && (place + 1 >= words.Length || words[place + 1] is "." || (words[place + 1] is "," && place + 3 >= words.Length) || (WordClass.Prepositions.Contains(words[place + 1]) && words[place + 1] is not ("down" or "off" or "up" or "like" or "inside")));
        }

        // The noun of a place: "on the forest", but not "on the forest floor".
        string? Place(int preposition) =>
            preposition + 2 < words.Length && Articles.Contains(words[preposition + 1]) && IsLast(preposition + 2) ? words[preposition + 2] : null;
    }

    // "a clouds", "one students".
    private static IEnumerable<PlanFault> Disagreements(ImmutableArray<string> words, Range range)
    {
        var (start, length) = range.GetOffsetAndLength(words.Length);
        var before = start > 0 ? words[start - 1].ToLowerInvariant() : "";
        if (start + length < words.Length && Possessive.IsEnding(words[start + length]))
        {
            yield break;
        }

        var phrase = words[range];
        var noun = phrase[^1].ToLowerInvariant();
        var one = Numbers.Singular(noun);
        var isPlain = WordLexicon.IsThing(one) && !WordLexicon.IsVerb(noun) && !Nouns.IsPair(noun) && !(noun is "thumbs" && start + length < words.Length && words[start + length] is "up" or "down") && phrase.All(word => word.All(char.IsLetter) && !Verbal(word) && !Quantities.Contains(word) && (Numbers.Read(word) is null || word is "single"));
        if (isPlain && one != noun && before is "a" or "an" or "one" or "another")
        {
            yield return new(PlanFaultKind.Grammar, $"{before} {noun}");
        }

        // "two toddler"
        if (isPlain && one == noun && Numbers.Read(before) > 1 && before is not ("pair" or "both" or "dozen") && Nouns.IsAnimate(noun) && !WordSets.IsColor(noun) && !WordLexicon.IsAdjective(noun) && !noun.EndsWith("fish", StringComparison.Ordinal) && Numbers.Plural(noun) != noun && IsEnd(start + length))
        {
            yield return new(PlanFaultKind.Grammar, $"{before} {noun}");
        }

        bool IsEnd(int at) => at >= words.Length || WordClass.Prepositions.Contains(words[at]) || words[at] is "," or "." or "and";
    }

    // Modifiers that exclude one another, or that are none.
    private static IEnumerable<PlanFault> InPhrase(ImmutableArray<string> phrase)
    {
        for (var at = 0; at < phrase.Length; at++)
        {
            if (at < phrase.Length - 1 && NoModifiers.Contains(phrase[at]) && !(phrase[at] is "them" && at == 0))
            {
                yield return new(PlanFaultKind.Grammar, $"{phrase[at]} {phrase[at + 1]}");
            }

            // "a skeletons woman"
            if (at + 1 < phrase.Length && phrase[at].EndsWith('s') && WordLexicon.IsPlural(phrase[at]) && Nouns.IsAnimate(phrase[at]) && Nouns.IsAnimate(phrase[at + 1]))
            {
                yield return new(PlanFaultKind.Grammar, $"{phrase[at]} {phrase[at + 1]}");
            }

            for (var other = at + 1; other < phrase.Length - 1; other++)
            {
                // "green red" is no colour, whereas "baby blue" and "emerald green" are.
                var areColors = WordSets.IsColor(phrase[at]) && WordSets.IsColor(phrase[other]) && (other > at + 1 || (WordSets.IsBasicColor(phrase[at]) && WordSets.IsBasicColor(phrase[other])));
                if (areColors || (Scales.Oppose(phrase[at], phrase[other]) && !WordSets.IsColor(phrase[at]) && !WordSets.IsColor(phrase[other]) && phrase[at] is not ("upper" or "lower" or "left" or "right" or "front" or "top")) || (WordSets.IsMaterial(phrase[at]) && WordSets.IsMaterial(phrase[other]) && !WordSets.IsColor(phrase[at])))
                {
                    yield return new(PlanFaultKind.Contradiction, $"{phrase[at]} {phrase[other]}");
                }
            }
        }
    }

    private static IEnumerable<PlanFault> Poses(ImmutableArray<string> words)
    {
        string? stance = null;
        for (var at = 0; at < words.Length; at++)
        {
            if (words[at] is "and" or "," or ";" or "while" or "with" or "beside" or "near" or "it" or "him" or "her" or "them" || IsBeing(words[at]))
            {
                stance = null;
            }
            else if (Actions.IsStance(words[at]) && Actions.IsParticiple(words[at]) && !IsModifier(words, at))
            {
                if (stance is not null)
                {
                    yield return new(PlanFaultKind.Contradiction, $"{stance} {words[at]}");
                }

                stance = words[at];
            }
        }
    }

    // "flying saucers"
    private static bool IsModifier(ImmutableArray<string> words, int at) =>
        at + 1 < words.Length && WordLexicon.IsThing(words[at + 1]) && (at == 0 || WordClass.Determiners.Contains(words[at - 1]) || WordLexicon.IsAdjective(words[at - 1]) || WordClass.Prepositions.Contains(words[at - 1]));

    // Worn things of one owner: up to the next living thing.
    private static IEnumerable<PlanFault> Garments(ImmutableArray<string> words)
    {
        var worn = new List<string>();
        for (var at = 0; at < words.Length; at++)
        {
            if (words[at] is "them" && at > 1 && words[at - 2] is "one")
            {
                // "two men, one of them with a red shirt, in white shirts"
                var end = words.IndexOf(",", at);
                at = end < 0 ? words.Length : end;
            }
            else if (IsBeing(words[at]) || words[at] is ";")
            {
                worn.Clear();
            }
            else if (Nouns.IsGarment(words[at]) && NounFinder.IsHead(words, at + 1))
            {
                if (worn.Find(other => Nouns.AreWornAlike(other, words[at])) is { } both)
                {
                    yield return new(PlanFaultKind.Contradiction, $"{both} {words[at]}");
                }

                worn.Add(words[at]);
            }
        }
    }

    private static IEnumerable<PlanFault> Weathers(ImmutableArray<string> words)
    {
        var text = $" {string.Join(' ', words)} ";
        return Weather.All.Where(weather => text.Contains($" {weather.Phrase} ", StringComparison.OrdinalIgnoreCase)).GroupBy(weather => weather.Group)
            .Where(group => group.Count() > 1 && group.Key is not "weather")
            .Select(group => new PlanFault(PlanFaultKind.Contradiction, string.Join(' ', group.Select(weather => weather.Phrase))));
    }

    // The noun phrases: between prepositions, conjunctions, determiners and verbs.
    private static IEnumerable<Range> Phrases(ImmutableArray<string> words)
    {
        for (int start = 0, end; start < words.Length; start = Math.Max(end, start + 1))
        {
            for (end = start; end < words.Length && !WordClass.EndsNounPhrase(words[end]) && !WordClass.Determiners.Contains(words[end]) && !(end > start && NounFinder.IsPredicate(words, end));)
            {
                end++;
            }

            if (end > start)
            {
                yield return start..end;
            }
        }
    }

    // "white" may be a person, but hardly is.
    private static bool IsBeing(string word) => Nouns.IsAnimate(word) && !WordSets.IsColor(word);

    private static bool Verbal(string word) => Actions.IsVerb(word) || word.EndsWith("ing", StringComparison.Ordinal) || word.EndsWith("ed", StringComparison.Ordinal);
}
