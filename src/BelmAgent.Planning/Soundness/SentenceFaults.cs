using System.Collections.Frozen;
using System.Collections.Immutable;
using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Soundness;

/// <summary>Finds faults in a caption alone.</summary>
internal static partial class SentenceFaults
{
    private static readonly FrozenSet<string> Quantities = WordClass.Set("few dozen couple hundred thousand million billion lot more many several");
    private static readonly FrozenSet<string> NoModifiers = WordLexicon.Set("no-modifier");

    /// <summary>Returns the faults.</summary>
    public static IEnumerable<PlanFault> Find(ImmutableArray<string> words)
    {
        var phrases = Phrases(words).ToList();
        return [.. Pairs(words), .. phrases.SelectMany(phrase => Disagreements(words, phrase)), .. phrases.SelectMany(phrase => InPhrase(words[phrase])), .. Poses(words), .. Garments(words), .. Weathers(words)];
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
        // "20 old fisherman": a number in figures is no determiner.
        if (phrase.Length > 1 && Numbers.Read(phrase[0]) > 1 && phrase[1..^1].All(WordLexicon.IsAdjective))
        {
            (before, phrase) = (phrase[0], phrase[1..]);
        }

        var noun = phrase[^1].ToLowerInvariant();
        var one = Numbers.Singular(noun);
        var isPlain = WordLexicon.IsThing(one) && !WordLexicon.IsVerb(noun) && !Nouns.IsPair(noun) && !(noun is "thumbs" && start + length < words.Length && words[start + length] is "up" or "down") && phrase.All(word => word.All(char.IsLetter) && !IsVerbal(word) && !Quantities.Contains(word) && (Numbers.Read(word) is null || word is "single"));
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
            if (at < phrase.Length - 1 && NoModifiers.Contains(phrase[at]) && !(phrase[at] is "them" or "same" && at == 0))
            {
                yield return new(PlanFaultKind.Grammar, $"{phrase[at]} {phrase[at + 1]}");
            }

            // "a colorize photograph"
            if (at < phrase.Length - 1 && Actions.IsMaking(phrase[at].ToLowerInvariant()))
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
                if (AreTwoColors(phrase, at, other) || AreTwoMaterials(phrase, at, other)
                    || (Scales.Oppose(phrase[at], phrase[other]) && !WordSets.IsColor(phrase[at]) && !WordSets.IsColor(phrase[other]) && phrase[at] is not ("upper" or "lower" or "left" or "right" or "front" or "top" or "clear")))
                {
                    yield return new(PlanFaultKind.Contradiction, $"{phrase[at]} {phrase[other]}");
                }
            }
        }
    }

    // "green red" is no colour, whereas "baby blue", "emerald green" and "pink ice cream" are.
    private static bool AreTwoColors(ImmutableArray<string> phrase, int at, int other) =>
        WordSets.IsColor(phrase[at]) && WordSets.IsColor(phrase[other]) && (other > at + 1 || (WordSets.IsBasicColor(phrase[at]) && WordSets.IsBasicColor(phrase[other])))
        && !(WordLexicon.IsCompound(phrase[other - 1], phrase[other]) && !WordSets.IsColor(phrase[other - 1])) && !(WordLexicon.IsCompound(phrase[other], phrase[other + 1]) && !WordSets.IsColor(phrase[other + 1]));

    // "a wooden glass vase", but "a rusty tin robot" and "chocolate ice cream"
    private static bool AreTwoMaterials(ImmutableArray<string> phrase, int at, int other) =>
        WordSets.IsMaterial(phrase[at]) && WordSets.IsMaterial(phrase[other]) && !WordSets.IsColor(phrase[at]) && phrase[at] is not ("rusty" or "furry" or "snowy" or "muddy" or "dirty") && !(phrase[other] is "ice" || (phrase[other] is "paper" && phrase[other + 1] is "towel" or "clip"));

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
                if (stance is not null && !(stance is "lying" or "curled" && words[at] is "asleep" or "sleeping"))
                {
                    yield return new(PlanFaultKind.Contradiction, $"{stance} {words[at]}");
                }

                stance = words[at];
            }
        }
    }

    // "flying saucers", "a parked red car"
    private static bool IsModifier(ImmutableArray<string> words, int at) =>
        at + 1 < words.Length && (WordLexicon.IsThing(Numbers.Singular(words[at + 1])) || (WordSets.IsColor(words[at + 1]) && at + 2 < words.Length && WordLexicon.IsThing(Numbers.Singular(words[at + 2]))))
        && (at == 0 || WordClass.Determiners.Contains(words[at - 1]) || Numbers.Read(words[at - 1]) is not null || WordLexicon.IsAdjective(words[at - 1]) || WordClass.Prepositions.Contains(words[at - 1]));

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

    private static bool IsVerbal(string word) => Actions.IsVerb(word) || word.EndsWith("ing", StringComparison.Ordinal) || word.EndsWith("ed", StringComparison.Ordinal);
}
