using System.Collections.Frozen;

namespace BelmAgent.Planning.Lexicon;

/// <summary>Nouns with a relevant meaning: people, parts of bodies, worn things, and other names of a thing.</summary>
internal static class Nouns
{
    private static readonly FrozenSet<string> Women = WordLexicon.Set("woman");
    private static readonly FrozenSet<string> Men = WordLexicon.Set("man");
    private static readonly FrozenSet<string> People = WordLexicon.Set("person");
    private static readonly FrozenSet<string> Beings = WordLexicon.Set("being");
    private static readonly FrozenSet<string> Parts = WordLexicon.Set("part");
    private static readonly FrozenSet<string> Generic = WordLexicon.Set("generic");
    private static readonly FrozenSet<string> Pairs = WordLexicon.Set("pair");
    private static readonly FrozenSet<string>[] Synonyms = WordLexicon.Sets("same");
    private static readonly (FrozenSet<string> Things, FrozenSet<string> Places)[] Worn = WordLexicon.Pairs("worn");
    private static readonly string[] PersonEndings = ["man", "men", "woman", "women", "girl", "boy", "person"];
    private static readonly string[] Garments = ["clothes", "headwear", "footwear", "jewelry"];

    /// <summary>Returns whether two words are equal, ignoring case and number.</summary>
    public static bool Same(string word, string other) =>
        word.Equals(other, StringComparison.OrdinalIgnoreCase) || WordLexicon.Singular(word).Equals(WordLexicon.Singular(other), StringComparison.OrdinalIgnoreCase)
        || IsPluralOf(word, other) || IsPluralOf(other, word);

    /// <summary>Returns whether a noun names a person: "fisherman", "cowgirl".</summary>
    public static bool IsPerson(string noun) => !(WordSets.IsColor(noun) && noun is "blonde" or "blond" or "brunette") && (Women.Contains(noun) || Men.Contains(noun) || People.Contains(noun)
        || (Array.Exists(PersonEndings, ending => noun.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) && noun is not "snowman")
        || (WordLexicon.IsKind(noun, "person") && !Beings.Contains(noun) && !WordLexicon.IsKind(noun, "animal")));

    /// <summary>Returns whether a noun names a woman or a girl.</summary>
    public static bool IsFemale(string noun) => Women.Contains(noun) || WordLexicon.Is(noun, "woman");

    /// <summary>Returns whether a noun names a man or a boy.</summary>
    public static bool IsMale(string noun) => !IsFemale(noun) && (Men.Contains(noun) || WordLexicon.Is(noun, "man"));

    /// <summary>Returns whether a noun names an animal.</summary>
    public static bool IsAnimal(string noun) => WordLexicon.IsKind(noun, "animal") && !Women.Contains(noun) && !Men.Contains(noun) && !People.Contains(noun);

    /// <summary>Returns whether a noun names an actor: a person or an animal.</summary>
    public static bool IsAnimate(string noun) => IsPerson(noun) || IsAnimal(noun) || Beings.Contains(noun) || Beings.Contains(WordLexicon.Singular(noun));

    /// <summary>Returns whether a noun names something that drives, sails or flies.</summary>
    public static bool IsVehicle(string noun) => WordLexicon.IsKind(noun, "vehicle");

    /// <summary>Returns whether a noun names a part of a body, or something worn on it.</summary>
    public static bool IsPart(string noun) => Parts.Contains(noun);

    /// <summary>Returns whether a noun stands for whatever the caption is about.</summary>
    public static bool IsGeneric(string noun) => Generic.Contains(noun);

    /// <summary>Returns whether a noun names something worn.</summary>
    public static bool IsGarment(string noun) => noun is not ("arctic" or "beach" or "plain" or "pinstripe" or "pinstripes" or "boxer" or "boxers") && (WordLexicon.Is(noun, Garments) || Worn.Any(entry => entry.Things.Contains(noun)));

    /// <summary>Returns whether a garment is in the plural though it is one: "jeans".</summary>
    public static bool IsPair(string garment) => Pairs.Contains(garment);

    /// <summary>Returns whether two worn things are worn in the same place, so that nobody wears both.</summary>
    public static bool AreWornAlike(string garment, string other) =>
        Same(garment, other) || Worn.Any(entry => IsWornAs(garment, entry) && IsWornAs(other, entry));

    // A garment of no known place covers the body.
    private static bool IsWornAs(string garment, (FrozenSet<string> Things, FrozenSet<string> Places) entry) =>
        Has(entry.Things, garment) || (entry.Places.Contains("hair") && WordLexicon.Is(garment, "headwear")) || (entry.Places.Contains("foot") && WordLexicon.Is(garment, "footwear"))
        || (entry.Places.Contains("body") && WordLexicon.Is(garment, "clothes") && !WordLexicon.Is(garment, "headwear", "footwear", "jewelry") && !Worn.Any(other => Has(other.Things, garment)));

    /// <summary>Returns whether a request may say a word for something that the caption calls another: "vehicle" for "taxi".</summary>
    public static bool IsOtherName(string said, string noun) => !Same(said, noun) && !(IsFemale(said) && IsMale(noun)) && !(IsMale(said) && IsFemale(noun))
        && (Synonyms.Any(names => (names.Contains(said) || names.Contains(WordLexicon.Singular(said))) && (names.Contains(noun) || names.Contains(WordLexicon.Singular(noun))))
            || (WordLexicon.IsKind(noun, said) && !WordLexicon.AreOneKind(said, noun))
            || (WordLexicon.IsNameOf(said, noun) && said is not ("thing" or "object"))
            || IsShortFor(said, noun)
            || (noun is "people" or "crowd" && IsPerson(said) && WordLexicon.IsPlural(said)));

    /// <summary>Returns whether a modifier says that there is something: "mossy" of moss, "striped" of stripes, "snow-capped" of snow.</summary>
    public static bool IsMadeFrom(string modifier, string noun)
    {
        var stem = WordLexicon.Singular(noun).TrimEnd('e');
        return stem.Length > 2 && modifier.Length > stem.Length && modifier.StartsWith(stem, StringComparison.OrdinalIgnoreCase)
            && modifier[stem.Length..] is "y" or "ed" or "ey" || (stem.Length > 2 && (modifier.Equals($"{stem}{stem[^1]}y", StringComparison.OrdinalIgnoreCase) || modifier.StartsWith($"{noun}-", StringComparison.OrdinalIgnoreCase)));
    }

    private static bool Has(FrozenSet<string> things, string noun) => things.Contains(noun) || things.Contains(WordLexicon.Singular(noun));

    // "burger" for "cheeseburger", "paper" for "newspaper"
    private static bool IsShortFor(string said, string noun) =>
        said.Length > 3 && noun.StartsWith(WordLexicon.Singular(said), StringComparison.OrdinalIgnoreCase) && noun.Length > said.Length && WordLexicon.Kinship(said, noun) > 1
        || said.Length > 3 && noun.Length > said.Length + 2 && WordLexicon.IsThing(noun) && WordLexicon.IsNoun(said) && !IsPerson(said)
        && WordLexicon.Singular(noun).EndsWith(WordLexicon.Singular(said), StringComparison.OrdinalIgnoreCase);

    private static bool IsPluralOf(string plural, string word) =>
        plural.Length > word.Length && plural.StartsWith(word, StringComparison.OrdinalIgnoreCase) && plural[word.Length..] is "s" or "es";
}
