using System.Collections.Frozen;
using System.Collections.Immutable;
using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Soundness;

// Two words that cannot follow each other, and words that cannot start or end a sentence: each rule by its name.
internal static partial class SentenceFaults
{
    private static readonly Func<Place, bool>[] PairRules =
    [
        IsSaidTwice, IsArticleWithoutNoun, IsLinkWithoutNoun, IsQuantityWithoutNoun, IsPossessiveWithoutNoun, IsWithWithoutNoun, IsPrepositionBeforeManner, IsPrepositionBeforeStance, IsOtherOne, IsArticleBeforePlural,
        IsOnFront, IsInDay, IsArticleBeforeUncounted, IsOnInside, IsInGround, IsPersonIts, IsOutfitOfOutfit, IsWearingNothing, IsColorWithoutNoun, IsPluralThatSays, IsOneOfThemSay, IsInLook, IsThingBeforeMood, IsColorOfDoer,
        IsCommaWithoutPart, IsThingBeforeArticle, IsBetweenOne, IsNumberOfNothing, IsNumberAsLook, IsDrinkingFood, IsInPerson, IsNextAt, IsDoerWithoutVerb, StartsWithLink,
    ];

    private static readonly FrozenSet<string> Articles = WordClass.Set("a an the");
    private static readonly FrozenSet<string> Links = WordClass.Set("with of at for and or");
    private static readonly FrozenSet<string> AfterArticle = WordClass.Set("close up near off inside outside top like");
    private static readonly FrozenSet<string> Several = WordClass.Set("pair row couple group set line wall crowd forest herd stack");
    private static readonly FrozenSet<string> Drinks = WordClass.Set("coffee tea beer wine lemonade cola espresso latte cappuccino champagne whiskey");
    private static readonly FrozenSet<string> Drinkable = WordClass.Set("soup broth milkshake smoothie shake coconut juice syrup yogurt yoghurt gravy cider punch");
    private static readonly FrozenSet<string> Figures = WordClass.Set("astronaut knight pirate nurse doctor chef clown wizard witch cowboy soldier firefighter mermaid superhero");
    private static readonly FrozenSet<string> NoArticle = WordLexicon.Set("no-article");
    private static readonly FrozenSet<string> Inside = WordLexicon.Set("inside");
    private static readonly FrozenSet<string> Grounds = WordLexicon.Set("ground");
    private static readonly FrozenSet<string> Outfits = WordLexicon.Set("outfit");
    private static readonly FrozenSet<string> OfOutfits = WordLexicon.Set("of-outfit");
    private static readonly FrozenSet<string> Moods = WordLexicon.Set("mood");

    private static IEnumerable<PlanFault> Pairs(ImmutableArray<string> words) =>
        from at in Enumerable.Range(0, words.Length)
        let place = new Place(words, at)
        where Array.Exists(PairRules, rule => rule(place))
        select new PlanFault(PlanFaultKind.Grammar, $"{place.Word} {place.Next}".ToLowerInvariant());

    // "the the", "rainy rain"
    private static bool IsSaidTwice(Place at) =>
        (at.Word.Equals(at.Next, StringComparison.OrdinalIgnoreCase) && char.IsLetter(at.Word[0]) && at.Word is not ("very" or "much" or "really"))
        || (at.Word is "rainy" or "snowy" or "sunny" or "foggy" or "misty" or "stormy" or "windy" && at.Next.Length > 2 && at.Word.StartsWith(at.Next, StringComparison.Ordinal));

    // "a with"
    private static bool IsArticleWithoutNoun(Place at) =>
        Articles.Contains(at.Word) && (at.IsLast || !IsWord(at.Next) ? at.Next is not ("\"" or "“" or "'") : (WordClass.EndsNounPhrase(at.Next) || Articles.Contains(at.Next)) && !char.IsUpper(at.Next[0]) && !AfterArticle.Contains(at.Next));

    // "with ,"
    private static bool IsLinkWithoutNoun(Place at) => Links.Contains(at.Word) && (IsWord(at.Next) ? Links.Contains(at.Next) : at.Next is "." or ",");

    // "every with", but "two boys, both in red" and "two scoops each on a plate"
    private static bool IsQuantityWithoutNoun(Place at) =>
        at.Word is "both" or "every" or "each" && WordClass.EndsNounPhrase(at.Next) && at.Next is not "of" && !(at.Word is not "every" && !at.IsLast && (at.Before is "," or "of" or "on" or "in" or "with" || WordLexicon.IsPlural(at.Before)));

    // "her the", "their one"
    private static bool IsPossessiveWithoutNoun(Place at) =>
        WordClass.Possessives.Contains(at.Word)
        && (at.Next is "one" or "ones" or "it" or "them"
            || (at.Before is "with" && WordClass.Prepositions.Contains(at.Next))
            || ((Articles.Contains(at.Next) || WordClass.Places.Contains(at.Next)) && !(WordClass.Prepositions.Contains(at.Before) && at.Before is not "with")));

    // "with them", "with under"
    private static bool IsWithWithoutNoun(Place at) => at.Word is "with" && (at.Next is "them" or "him" or "he" or "she" or "they" || WordClass.Places.Contains(at.Next) || WordClass.Auxiliaries.Contains(at.Next));

    private static bool IsPrepositionBeforeManner(Place at) => WordClass.Prepositions.Contains(at.Word) && at.Next is "like" or "as";

    // "on standing"
    private static bool IsPrepositionBeforeStance(Place at) => at.Word is "in" or "on" or "at" && Actions.IsStance(at.Next) && Actions.IsParticiple(at.Next) && EndsPhrase(at.Words, at.At + 2);

    private static bool IsOtherOne(Place at) => at.Word is "other" && at.Next is "one";

    // "a toddlers"
    private static bool IsArticleBeforePlural(Place at) =>
        at.Word.ToLowerInvariant() is "a" or "an" or "one" or "another" && char.IsLower(at.Next[0]) && Numbers.Singular(at.Next) != at.Next && Nouns.IsAnimate(at.Next) && at.Next is not "police"
        && !(at.At + 2 < at.Words.Length && (Possessive.IsEnding(at.Words[at.At + 2]) || (WordLexicon.IsThing(at.Words[at.At + 2]) && !at.Words[at.At + 2].EndsWith("ing", StringComparison.Ordinal))));

    private static bool IsOnFront(Place at) => at.Word is "on" or "at" && at.Next is "front";

    private static bool IsInDay(Place at) => at.Word is "at" or "in" && at.Next is "day" && EndsPhrase(at.Words, at.At + 2);

    // "a furniture"
    private static bool IsArticleBeforeUncounted(Place at) => at.Word is "a" or "an" && NoArticle.Contains(at.Next) && EndsPhrase(at.Words, at.At + 2);

    // "on the forest", but not "on the forest floor"
    private static bool IsOnInside(Place at) => at.Word is "on" && NounAfter(at) is { } noun && Inside.Contains(noun);

    // "in the meadow floor"
    private static bool IsInGround(Place at) => at.Word is "in" && NounAfter(at) is { } noun && Grounds.Contains(noun);

    // "a man with its arms raised"
    private static bool IsPersonIts(Place at) =>
        at.Word is "its" && !at.Words.Any(Nouns.IsAnimal) && at.Words.Take(at.At).LastOrDefault(Nouns.IsAnimate) is { } owner && Nouns.IsPerson(owner) && owner is not ("baby" or "toddler" or "child")
        && at.Words.Skip(at.At + 1).Take(2).Any(part => WordLexicon.Is(part, "bodypart"));

    // "a uniform shirt"
    private static bool IsOutfitOfOutfit(Place at) => Outfits.Contains(at.Word) && OfOutfits.Contains(at.Next);

    // "wearing and", "wearing sitting"
    private static bool IsWearingNothing(Place at) =>
        at.Word is "wearing" && (!IsWord(at.Next) ? at.Next is not ("\"" or "'" or "“")
            : Actions.IsParticiple(at.Next) || (WordClass.EndsNounPhrase(at.Next) && at.Next is not ("only" or "nothing" or "like" or "as" or "around" or "down" or "out" or "inside")));

    // "a red with"
    private static bool IsColorWithoutNoun(Place at) => at.Before is "a" or "an" && WordSets.IsBasicColor(at.Word) && WordClass.EndsNounPhrase(at.Next) && at.Next is not ("and" or "or" or "," or "on");

    // "signs that says"
    private static bool IsPluralThatSays(Place at) =>
        at.Word is "that" or "which" && at.Next is "says" or "reads" && WordLexicon.IsPlural(at.Before) && WordLexicon.IsNoun(Numbers.Singular(at.Before)) && !(at.At > 1 && at.Words[at.At - 2] is "of");

    // "one of them say"
    private static bool IsOneOfThemSay(Place at) =>
        at.Word is "them" && at.Before is "of" && at.At > 1 && at.Words[at.At - 2] is "one" && (WordLexicon.IsMainlyVerb(at.Next) || at.Next is "say" or "look" or "wave" or "smile")
        && !Actions.IsParticiple(at.Next) && !Actions.IsDone(at.Next) && !WordLexicon.IsAdjective(at.Next);

    // "in sunny", "in the rainy at night"
    private static bool IsInLook(Place at)
    {
        var look = at.At + (Articles.Contains(at.Next) ? 2 : 1);
        return at.Word is "in" && look < at.Words.Length && at.Words[look] is var word && word.EndsWith('y') && (Scales.Has(word) || WordLexicon.IsAdjective(word)) && word is not ("day" or "many" or "any") && !WordLexicon.IsThing(word) && !WordSets.IsColor(word)
            && (look + 1 >= at.Words.Length || at.Words[look + 1] is "." || (at.Words[look + 1] is "," && look + 3 >= at.Words.Length)
                || (WordClass.Prepositions.Contains(at.Words[look + 1]) && at.Words[look + 1] is not ("down" or "off" or "up" or "like" or "inside")));
    }

    // "women sad at a table"
    private static bool IsThingBeforeMood(Place at) =>
        WordLexicon.IsThing(at.Word) && !IsVerbal(at.Word) && Moods.Contains(at.Next) && !at.Words[..at.At].Any(made => made is "making" or "makes" or "keeping") && (at.At + 2 >= at.Words.Length || WordClass.Prepositions.Contains(at.Words[at.At + 2]));

    // "green jerseys and white celebrating"
    private static bool IsColorOfDoer(Place at) =>
        at.Word is "and" && at.At + 2 < at.Words.Length && WordSets.IsBasicColor(at.Next) && WordLexicon.IsThing(Numbers.Singular(at.Before)) && !WordSets.IsColor(at.Before)
        && at.Words[at.At + 2] is var doing && doing.EndsWith("ing", StringComparison.Ordinal) && !WordLexicon.IsThing(doing) && (at.At + 3 >= at.Words.Length || WordClass.Prepositions.Contains(at.Words[at.At + 3]) || Articles.Contains(at.Words[at.At + 3]));

    // ", ," and ", and" at the end
    private static bool IsCommaWithoutPart(Place at) => at.Word == "," && (at.Next is "," or "." or "them" or "him" || (at.Next is "and" && at.At + 2 >= at.Words.Length));

    // "a boy a dog"
    private static bool IsThingBeforeArticle(Place at) => WordLexicon.IsThing(at.Word) && !WordLexicon.IsVerb(at.Word) && !WordClass.EndsNounPhrase(at.Word) && !IsVerbal(at.Word) && Article.Is(at.Next);

    // "standing between a candle"
    private static bool IsBetweenOne(Place at) => at.Word is "between" && at.Next is "a" or "an" or "one" && !at.Words[at.At..].Contains("and") && !at.Words.Skip(at.At + 2).Take(2).Any(word => Several.Contains(word) || Possessive.IsEnding(word));

    // "Two cutting a cake"
    private static bool IsNumberOfNothing(Place at) => at.At == 0 && Numbers.Read(at.Word) > 1 && at.Next.EndsWith("ing", StringComparison.Ordinal) && IsVerbal(at.Next) && at.Words.Length > 2 && (WordClass.Determiners.Contains(at.Words[2]) || WordClass.Prepositions.Contains(at.Words[2]));

    // "a 25 sailor"
    private static bool IsNumberAsLook(Place at) => Article.Is(at.Word) && Numbers.Read(at.Next) > 1 && at.At + 2 < at.Words.Length && at.Words[at.At + 2] is var one && (Nouns.IsPerson(one) || one is "couple") && Numbers.Singular(one) == one && at.Next is not ("pair" or "dozen") && (EndsPhrase(at.Words, at.At + 3) || at.Words[at.At + 3].EndsWith("ing", StringComparison.Ordinal));

    /// <summary>Returns a sentence in which new food is eaten and a new drink is drunk: "eating a sandwich" for "drinking a sandwich".</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="caption">The caption before the change: what it has stays as it is.</param>
    public static string Fitted(string sentence, string caption)
    {
        var text = CaptionText.Parse(sentence);
        for (var at = 0; at < text.Words.Length; at++)
        {
            var place = new Place(text.Words, at);
            if (IsDrinkingFood(place) && ObjectOf(place) is { } taken && !CaptionText.Parse(caption).Words.Contains(taken, StringComparer.OrdinalIgnoreCase))
            {
                text = text.Replace(at, at + 1, text.Words[at] switch { "drinking" => "eating", "drinks" => "eats", "eating" => "drinking", _ => "drinks" });
            }
        }

        return text.ToString();
    }

    // "drinking a sandwich", "eating a coffee"
    private static bool IsDrinkingFood(Place at) => ObjectOf(at) is { } taken
        && (at.Word is "drinking" or "drinks" ? WordLexicon.Is(taken, "food", "fruit", "vegetable", "meat", "dessert", "dish") && !WordLexicon.Is(taken, "drink", "water", "container") && !Drinkable.Contains(taken) : at.Word is "eating" or "eats" && Drinks.Contains(taken));

    // "a ballerina in an astronaut"
    private static bool IsInPerson(Place at) =>
        at.Word is "in" && Article.Is(at.Next) && at.At + 2 < at.Words.Length && (Nouns.IsFemale(at.Words[at.At + 2]) || Nouns.IsMale(at.Words[at.At + 2]) || Figures.Contains(at.Words[at.At + 2]))
        && (at.At + 3 >= at.Words.Length || (WordClass.EndsNounPhrase(at.Words[at.At + 3]) && !Possessive.IsEnding(at.Words[at.At + 3])) || at.Words[at.At + 3].EndsWith("ing", StringComparison.Ordinal)) && (WordLexicon.IsThing(at.Before) || Nouns.IsAnimate(at.Before));

    // "next at a desk"
    private static bool IsNextAt(Place at) => at.Word is "next" && at.Before is not ("the" or "a" or "an") && !(at.Next is "in" && at.At + 2 < at.Words.Length && at.Words[at.At + 2] is "line") && (at.IsLast || !IsWord(at.Next) || (WordClass.Prepositions.Contains(at.Next) && at.Next is not "to"));

    // The noun right after a verb, with its article and looks: "a glass" of "drinking a tall glass of milk".
    private static string? ObjectOf(Place at)
    {
        var end = at.At + 1;
        while (end < at.Words.Length && !WordClass.EndsNounPhrase(at.Words[end]) && !(end > at.At + 1 && Actions.IsParticiple(at.Words[end])))
        {
            end++;
        }

        return end > at.At + 1 ? at.Words[end - 1] : null;
    }

    // "while guests throwing confetti", "while her dad watch"
    private static bool IsDoerWithoutVerb(Place at)
    {
        var doer = at.At + (WordClass.Determiners.Contains(at.Next) ? 2 : 1);
        if (at.Word is not "while" || doer + 1 >= at.Words.Length || IsVerbal(at.Words[doer]) || !WordLexicon.IsThing(Numbers.Singular(at.Words[doer])))
        {
            return false;
        }

        var (verb, isOne) = (at.Words[doer + 1], Numbers.Singular(at.Words[doer]) == at.Words[doer] && Numbers.Plural(at.Words[doer]) != at.Words[doer]);
        return Actions.IsParticiple(verb)
            ? !at.Words[(doer + 2)..].Any(word => WordClass.Auxiliaries.Contains(word) || (WordLexicon.IsMainlyVerb(word) && !word.EndsWith("ing", StringComparison.Ordinal)))
            : isOne && Nouns.IsAnimate(at.Words[doer]) && WordLexicon.IsVerb(verb) && !WordClass.Auxiliaries.Contains(verb) && !verb.EndsWith('s') && WordLexicon.BaseOf(verb) is null && !verb.EndsWith("ed", StringComparison.Ordinal) && EndsPhrase(at.Words, doer + 2);
    }

    private static bool StartsWithLink(Place at) => at.At == 0 && at.Word.ToLowerInvariant() is "and" or "," or "with" or "of";

    // The noun of a place after its preposition.
    private static string? NounAfter(Place at) => at.At + 2 < at.Words.Length && Articles.Contains(at.Next) && EndsPhrase(at.Words, at.At + 3) ? at.Words[at.At + 2] : null;

    private static bool EndsPhrase(ImmutableArray<string> words, int at) => at >= words.Length || WordClass.EndsNounPhrase(words[at]);

    private static bool IsWord(string word) => char.IsLetterOrDigit(word[0]);

    // A word with those around it; a full stop stands after the last, and nothing before the first.
    private readonly record struct Place(ImmutableArray<string> Words, int At)
    {
        public string Word => Words[At];

        public string Next => IsLast ? "." : Words[At + 1];

        public string Before => At > 0 ? Words[At - 1] : "";

        public bool IsLast => At + 1 >= Words.Length;
    }
}
