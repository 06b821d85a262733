using System.Collections.Frozen;

namespace BelmAgent.Planning.Text;

/// <summary>The closed classes of English words at which a request or a caption is split.</summary>
internal static class WordClass
{
    /// <summary>Words that start a noun phrase.</summary>
    public static readonly FrozenSet<string> Determiners = Set(
        "a an the this that these those my your his her its their our some any another one two three four five six both all every each no");

    /// <summary>Words that start an indefinite noun phrase: something new.</summary>
    public static readonly FrozenSet<string> Indefinite = Set("a an some another one two three four five six more");

    /// <summary>Words that stand for something mentioned before.</summary>
    public static readonly FrozenSet<string> Pronouns = Set("it this that them these those him they he she everything");

    /// <summary>Pronouns that can also start a noun phrase.</summary>
    public static readonly FrozenSet<string> Demonstratives = Set("this that these those");

    /// <summary>Determiners that can also stand for a person: "make her smile".</summary>
    public static readonly FrozenSet<string> Possessives = Set("her his its their");

    /// <summary>Words that start a clause about the noun before them.</summary>
    public static readonly FrozenSet<string> Relatives = Set("which that who");

    /// <summary>Words for the picture as a whole.</summary>
    public static readonly FrozenSet<string> Pictures = Set("picture image photo photograph scene");

    /// <summary>Words that locate one thing relative to another.</summary>
    public static readonly FrozenSet<string> Prepositions = Set(
        "in on at under over above below behind beside besides near next by with without to into onto from of for against "
        + "around across along through between among inside outside beneath upon off down up towards toward during like as");

    /// <summary>Prepositions of place.</summary>
    public static readonly FrozenSet<string> Places = Set(
        "in on at under over above below behind beside near next by against around across along through between among inside "
        + "outside beneath upon onto into to");

    /// <summary>Words of direction that need no noun.</summary>
    public static readonly FrozenSet<string> Directions = Set(
        "left right straight forward forwards backward backwards sideways away back ahead upward upwards downward downwards together aside up down around off over by");

    /// <summary>Words that join two things of the same kind.</summary>
    public static readonly FrozenSet<string> Conjunctions = Set("and or but while then plus");

    /// <summary>Forms of "to be" and similar verbs.</summary>
    public static readonly FrozenSet<string> Auxiliaries = Set("is are was were be been being has have had does do");

    /// <summary>Returns whether a noun phrase ends before this word.</summary>
    public static bool EndsNounPhrase(string word) =>
        !char.IsLetterOrDigit(word[0])
        || Prepositions.Contains(word)
        || Conjunctions.Contains(word)
        || Auxiliaries.Contains(word);

    /// <summary>Returns the words of a text as a set, whatever their case.</summary>
    public static FrozenSet<string> Set(string words) =>
        words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
