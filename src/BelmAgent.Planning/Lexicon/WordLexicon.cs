using System.Collections.Frozen;
using System.Numerics;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Lexicon;

/// <summary>The words that the planner knows: WordNet's, cut down by <c>tools/lexicon</c>, and its own in <c>words.txt</c>.</summary>
internal static class WordLexicon
{
    private static readonly FrozenDictionary<string, string[]> Own = ReadOwn();
    private static readonly (Dictionary<string, ulong> Classes, HashSet<string> Compounds, Dictionary<string, string> Bases, List<string> Names, HashSet<string> Frequent, Dictionary<string, string[]> Synonyms, Dictionary<string, string> Parents, Dictionary<string, int[]> Attributes) WordNet = ReadWordNet();
    private static readonly FrozenDictionary<string, (ulong Classes, FrozenSet<string> Members)> Kinds = ReadKinds();
    private static readonly FrozenDictionary<string, string> Plurals = Own["plural"].ToFrozenDictionary(pair => pair.Split('=')[0], pair => pair.Split('=')[1], StringComparer.OrdinalIgnoreCase);
    private static readonly FrozenDictionary<string, string> IrregularPlurals = Plurals.DistinctBy(pair => pair.Value).ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.OrdinalIgnoreCase);
    private static readonly FrozenDictionary<string, string> Participles = WordNet.Bases.GroupBy(pair => pair.Value, pair => pair.Key)
        .ToFrozenDictionary(forms => forms.Key, forms => forms.OrderByDescending(form => form.EndsWith('n')).ThenByDescending(form => form, StringComparer.Ordinal).First(), StringComparer.OrdinalIgnoreCase);
    private static readonly ulong AnyNoun = Mask(WordNet.Names.Where(name => name.StartsWith("noun.", StringComparison.Ordinal)));
    private static readonly ulong Concrete = AnyNoun & ~Mask(["noun.other", "noun.time", "noun.color", "noun.weather", "noun.light", "noun.group", "noun.uncertain"]);
    private static readonly ulong Adjectives = Mask(["adj"]);
    private static readonly ulong Mainly = Mask(["mainly"]);
    private static readonly ulong Verbs = Mask(["verb"]);

    /// <summary>Returns the own words of a name.</summary>
    public static FrozenSet<string> Set(string name) => Own[name].ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the own words of a name that occurs several times, one set for each.</summary>
    public static FrozenSet<string>[] Sets(string name) => [.. Own[name].Select(words => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase))];

    /// <summary>Returns the own words of a name whose lines are split by a bar.</summary>
    public static (FrozenSet<string> Left, FrozenSet<string> Right)[] Pairs(string name) =>
        [.. Own[name].Select(words => words.Split(" | ")).Select(sides => (Split(sides[0]), Split(sides[1])))];

    /// <summary>Returns whether a noun is of a kind: "taxi" of "vehicle".</summary>
    /// <param name="noun">The noun, in the singular or plural.</param>
    /// <param name="kind">A name of the kind, in the singular or plural.</param>
    public static bool IsKind(string noun, string kind) =>
        (Kinds.TryGetValue(kind, out var found) || Kinds.TryGetValue(Singular(kind), out found))
        && (found.Members.Contains(noun) || found.Members.Contains(Singular(noun)) || (ClassesOf(noun) & found.Classes) != 0);

    /// <summary>Returns whether a word names a kind of things: "vehicle".</summary>
    public static bool IsKindName(string word) => Kinds.ContainsKey(word) || Kinds.ContainsKey(Singular(word));

    /// <summary>Returns whether two words name the same kind: "boat" and "ship".</summary>
    public static bool AreOneKind(string word, string other) =>
        Kinds.TryGetValue(word, out var one) && Kinds.TryGetValue(other, out var two) && one.Classes == two.Classes && one.Members.SetEquals(two.Members);

    /// <summary>Returns whether two nouns are of one kind, such as "lemon" and "orange".</summary>
    public static bool AreAlike(string noun, string other) => Kinds.Keys.Any(kind => IsKind(noun, kind) && IsKind(other, kind));

    /// <summary>Returns how near two nouns are to each other: the kinds that they have in common, and more for names that have both below them.</summary>
    public static int Kinship(string noun, string other) =>
        Kinds.Keys.Count(kind => IsKind(noun, kind) && IsKind(other, kind)) + (Above(noun).Prepend(Singular(noun)).Take(3).Intersect(Above(other).Prepend(Singular(other)).Take(3), StringComparer.OrdinalIgnoreCase).Count() * 2)
        + (HasSameEnding(Singular(noun), Singular(other)) ? 3 : 0);

    // "whiteboard" and "chalkboard"
    private static bool HasSameEnding(string noun, string other) =>
        Enumerable.Range(2, Math.Max(0, noun.Length - 6)).Any(at => IsNoun(noun[at..]) && other.Length > noun.Length - at + 1 && other.EndsWith(noun[at..], StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns whether a word is a name for a noun: a synonym, or the name of what is above it, such as "dancer" for "ballerina".</summary>
    public static bool IsNameOf(string name, string noun)
    {
        var (said, meant) = (Singular(name), Singular(noun));
        return WordNet.Synonyms.GetValueOrDefault(said)?.Contains(meant, StringComparer.OrdinalIgnoreCase) == true || Above(meant).Take(3).Contains(said, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Returns whether two adjectives are of one attribute, such as "crowded" and "deserted".</summary>
    public static bool AreOfOneAttribute(string word, string other) =>
        WordNet.Attributes.TryGetValue(word, out var one) && WordNet.Attributes.TryGetValue(other, out var two) && one.Intersect(two).Any();

    /// <summary>Returns whether an adjective is of some attribute.</summary>
    public static bool HasAttribute(string word) => WordNet.Attributes.ContainsKey(word);

    // The names above a noun, the nearest first.
    private static IEnumerable<string> Above(string noun)
    {
        for (var (name, steps) = (Singular(noun), 0); steps < 8 && WordNet.Parents.TryGetValue(name, out var parent); steps++)
        {
            yield return name = parent;
        }
    }

    /// <summary>Returns whether a noun belongs to a class of WordNet.</summary>
    public static bool Is(string noun, params IEnumerable<string> classes) => (ClassesOf(noun) & Mask(classes.Select(name => $"noun.{name}"))) != 0;

    /// <summary>Gets how many classes of nouns there are.</summary>
    public static int NounClassCount { get; } = BitOperations.PopCount(AnyNoun);

    /// <summary>Returns the classes that a noun belongs to, one bit each.</summary>
    public static ulong NounClasses(string noun) => ClassesOf(noun) & AnyNoun;

    /// <summary>Returns the classes that a noun belongs to, by their order in the lexicon, from 0.</summary>
    public static IEnumerable<int> NounClassNumbers(string noun)
    {
        for (var classes = NounClasses(noun); classes != 0; classes &= classes - 1)
        {
            yield return BitOperations.PopCount(AnyNoun & ((classes & ~(classes - 1)) - 1));
        }
    }

    /// <summary>Returns whether a word names a thing that can be seen.</summary>
    public static bool IsThing(string word) => (ClassesOf(word) & Concrete) != 0 || Kinds.Values.Any(kind => kind.Members.Contains(word));

    /// <summary>Returns whether a word can be a noun.</summary>
    public static bool IsNoun(string word) => (ClassesOf(word) & AnyNoun) != 0;

    /// <summary>Returns whether a word can be an adjective.</summary>
    public static bool IsAdjective(string word) => WordNet.Classes.TryGetValue(word, out var classes) && (classes & Adjectives) != 0;

    /// <summary>Returns whether a word can be a verb in its base form.</summary>
    public static bool IsVerb(string word) => WordNet.Classes.TryGetValue(word, out var classes) && (classes & Verbs) != 0;

    /// <summary>Returns whether a word is a verb, and no noun or seldom one.</summary>
    public static bool IsMainlyVerb(string word) => IsVerb(word) && (!IsNoun(word) || (WordNet.Classes[word] & Mainly) != 0);

    /// <summary>Returns whether two words are one noun: "light bulb".</summary>
    public static bool IsCompound(string word, string next) => WordNet.Compounds.Contains($"{word}_{next}") || WordNet.Compounds.Contains($"{word}_{Singular(next)}");

    /// <summary>Returns the base form of an irregular past: "wear" for "wore"; null if it is none.</summary>
    public static string? BaseOf(string past) => WordNet.Bases.GetValueOrDefault(past);

    /// <summary>Returns the irregular participle of a verb: "torn" for "tear"; null if it is regular.</summary>
    public static string? ParticipleOf(string verb) => Participles.GetValueOrDefault(verb);

    /// <summary>Returns whether a word, or the word that it is a form of, is spelled correctly.</summary>
    public static bool Knows(string word) =>
        WordNet.Classes.ContainsKey(word) || WordNet.Bases.ContainsKey(word) || WordNet.Classes.ContainsKey(Singular(word)) || OwnWords.Contains(word) || OwnWords.Contains(Singular(word))
        || Inflections(word).Any(WordNet.Classes.ContainsKey) || CompoundParts.Contains(word)
        || WordClass.Prepositions.Contains(word) || WordClass.Determiners.Contains(word) || WordClass.Pronouns.Contains(word) || WordClass.Conjunctions.Contains(word) || WordClass.Auxiliaries.Contains(word)
        || WordClass.Relatives.Contains(word);

    /// <summary>Gets the things that can be seen, in the singular.</summary>
    public static IEnumerable<string> Things => WordNet.Classes.Where(entry => (entry.Value & Concrete) != 0).Select(entry => entry.Key);

    /// <summary>Gets what short forms stand for: "background" for "bg".</summary>
    public static FrozenDictionary<string, string> ShortForms { get; } = Set("slang").Select(pair => pair.Split('=')).ToFrozenDictionary(pair => pair[0], pair => pair[1].Replace('_', ' '), StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the frequent words, among which the intended word of a typing error is sought.</summary>
    public static IReadOnlySet<string> Frequent => WordNet.Frequent;

    /// <summary>Returns the singular of a noun; the word itself if it is none in the plural.</summary>
    public static string Singular(string noun) =>
        Plurals.TryGetValue(noun, out var singular) ? singular
        : noun.Length < 4 || !noun.EndsWith('s') || noun.EndsWith("ss", StringComparison.Ordinal) ? noun
        : noun.EndsWith("ies", StringComparison.Ordinal) && noun.Length > 4 ? $"{noun[..^3]}y"
        : noun.EndsWith("ches", StringComparison.Ordinal) || noun.EndsWith("shes", StringComparison.Ordinal) || noun.EndsWith("xes", StringComparison.Ordinal) || noun.EndsWith("sses", StringComparison.Ordinal) ? noun[..^2]
        : noun[..^1];

    /// <summary>Returns the irregular plural of a noun: "wolves"; null if it has none.</summary>
    public static string? IrregularPlural(string noun) => IrregularPlurals.GetValueOrDefault(noun);

    /// <summary>Returns whether a noun is in the plural.</summary>
    public static bool IsPlural(string noun) =>
        Plurals.ContainsKey(noun) || (Singular(noun).Length < noun.Length && !(WordNet.Classes.ContainsKey(noun) && !WordNet.Classes.ContainsKey(Singular(noun))));

    private static FrozenSet<string> CompoundParts { get; } = WordNet.Compounds.SelectMany(compound => compound.Split('_')).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static FrozenSet<string> OwnWords { get; } = Own.Where(entry => entry.Key is not ("kind" or "language")).SelectMany(entry => entry.Value).SelectMany(words => words.Split(' ')).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static ulong ClassesOf(string noun) =>
        WordNet.Classes.GetValueOrDefault(noun) is var own && (own & AnyNoun) != 0 ? own : own | WordNet.Classes.GetValueOrDefault(Singular(noun));

    private static IEnumerable<string> Inflections(string word)
    {
        foreach (var ending in new[] { "ed", "ing", "er", "est", "ly", "d", "r", "st", "y" })
        {
            if (word.Length > ending.Length + 2 && word.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                var stem = word[..^ending.Length];
                yield return stem;
                yield return $"{stem}e";
                yield return stem[^1] == 'i' ? $"{stem[..^1]}y" : stem[^1] == stem[^2] ? stem[..^1] : stem;
            }
        }
    }

    private static ulong Mask(IEnumerable<string> names) => names.Aggregate(0UL, (mask, name) => mask | (WordNet.Names.IndexOf(name) is >= 0 and var at ? 1UL << at : 0));

    private static FrozenSet<string> Split(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static FrozenDictionary<string, string[]> ReadOwn() => Lines("words.txt")
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(": ", 2))
        .GroupBy(line => line[0], line => line[1])
        .ToFrozenDictionary(group => group.Key, group => group.Key is "scale" or "same" or "worn" or "kind" or "language" ? [.. group] : group.SelectMany(words => words.Split(' ')).ToArray());

    private static (Dictionary<string, ulong>, HashSet<string>, Dictionary<string, string>, List<string>, HashSet<string>, Dictionary<string, string[]>, Dictionary<string, string>, Dictionary<string, int[]>) ReadWordNet()
    {
        var classes = new Dictionary<string, ulong>(50_000, StringComparer.OrdinalIgnoreCase);
        var (compounds, frequent) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), new HashSet<string>(StringComparer.Ordinal));
        var bases = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var names = new List<string>();
        var (synonyms, parents, attributes) = (new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase), new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), new Dictionary<string, int[]>(StringComparer.OrdinalIgnoreCase));
        var count = 0;
        foreach (var line in Lines("wordnet.txt"))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words[0])
            {
                case "compound":
                    compounds.UnionWith(words);
                    break;
                case "synonym":
                    Array.ForEach(words[1..], word => synonyms[word] = words);
                    break;
                case "isa":
                    Array.ForEach(words[2..], word => parents[word] = words[1]);
                    break;
                case "attribute":
                    count++;
                    Array.ForEach(words[1..], word => attributes[word] = [.. attributes.GetValueOrDefault(word) ?? [], count]);
                    break;
                case "past":
                    Array.ForEach(words[1..], pair => bases[pair[..pair.IndexOf('=', StringComparison.Ordinal)]] = pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]);
                    break;
                default:
                    var isFrequent = true;
                    for (var at = 1; at < words.Length; at++)
                    {
                        isFrequent = isFrequent && words[at] is not "|";
                        classes[words[at]] = classes.GetValueOrDefault(words[at]) | (1UL << names.Count);
                        if (isFrequent)
                        {
                            frequent.Add(words[at]);
                        }
                    }

                    names.Add(words[0]);
                    break;
            }
        }

        // A mark between frequent words and the others, and no word.
        classes.Remove("|");
        return (classes, compounds, bases, names, frequent, synonyms, parents, attributes);
    }

    private static FrozenDictionary<string, (ulong, FrozenSet<string>)> ReadKinds() => Pairs("kind")
        .SelectMany(pair => pair.Left.Select(name => (Name: name, Words: pair.Right)))
        .GroupBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(
            group => group.Key,
            group =>
            {
                var words = group.SelectMany(entry => entry.Words).ToList();
                return (Mask(words.Where(word => word[0] == '@').Select(word => $"noun.{word[1..]}")), words.Where(word => word[0] != '@').ToFrozenSet(StringComparer.OrdinalIgnoreCase));
            },
            StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Lines(string name)
    {
        using var reader = new StreamReader(typeof(WordLexicon).Assembly.GetManifestResourceStream($"BelmAgent.Planning.Lexicon.{name}")!);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
