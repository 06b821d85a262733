using System.Collections.Frozen;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Lexicon;

/// <summary>Actions of things, in the form after a noun: "a dog running".</summary>
internal static class Actions
{
    // Only one of these is possible at a time.
    private static readonly FrozenSet<string> Stances = WordLexicon.Set("stance");

    private static readonly FrozenSet<string> Faces = WordLexicon.Set("face");

    private static readonly FrozenSet<string> Having = WordLexicon.Set("having");

    // One cannot look at two things at a time.
    private static readonly FrozenSet<string> Gazes = WordLexicon.Set("gaze");

    private static readonly FrozenSet<string> Others = WordLexicon.Set("action");

    private static readonly FrozenSet<string> Makings = WordLexicon.Set("making");

    private static readonly FrozenDictionary<string, string> Participles =
        new[] { Stances, Faces, Having, Gazes, Others }.SelectMany(set => set).Distinct(StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(verb => verb, Ing, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> Verbs =
        Participles.Select(entry => KeyValuePair.Create(entry.Value, entry.Key)).Concat([new("perched", "perch"), new("seated", "sit"), new("curled", "lie"), new("parked", "sit"), new("asleep", "sleep")])
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> OwnerWords = WordLexicon.Set("owner");

    /// <summary>
    /// Returns the words as a participle phrase: "run fast" becomes "running fast"; null if they are not an action. An unknown verb is
    /// recognised by its object: "juggle the balls".
    /// </summary>
    public static Phrase? Doing(Phrase words)
    {
        var (verb, rest) = (Plain(words.Words[0]), words.Words[1..]);
        return Verbs.ContainsKey(verb) ? words
            : Participles.TryGetValue(verb, out var known) ? new Phrase([known, .. Coordinated(rest)])
            : verb.EndsWith("ing", StringComparison.OrdinalIgnoreCase) && rest.Length > 0 ? words
            : rest.Length > 1 && OwnerWords.Contains(rest[0]) && verb.All(char.IsLetter) && !WordClass.Determiners.Contains(verb) && !WordClass.EndsNounPhrase(verb)
                && !verb.EndsWith("ed", StringComparison.OrdinalIgnoreCase)
            ? new Phrase([Ing(verb), .. rest])
            : null;
    }

    /// <summary>Returns the participle of a verb that WordNet knows, with the words after it; null if it is no verb, or nothing follows that a verb needs.</summary>
    public static Phrase? DoingAny(Phrase words) => Doing(words)
        ?? (WordLexicon.IsVerb(Plain(words.Words[0])) && ((words.Words.Length == 1 ? !WordLexicon.IsNoun(words.Words[0]) : WordClass.Prepositions.Contains(words.Words[1]) || WordClass.Determiners.Contains(words.Words[1]) || WordClass.Directions.Contains(words.Words[1]) || WordClass.Pronouns.Contains(words.Words[1])))
            ? new Phrase([Ing(Plain(words.Words[0])), .. words.Words[1..]])
            : null);

    // "trip | and fall"
    private static string[] Coordinated(IEnumerable<string> rest)
    {
        string[] words = [.. rest];
        for (var at = 1; at < words.Length; at++)
        {
            words[at] = words[at - 1] is "and" && Participles.TryGetValue(words[at], out var participle) ? participle : words[at];
        }

        return words;
    }

    /// <summary>Returns whether a participle is a stance; only one is possible at a time.</summary>
    public static bool IsStance(string participle) => Verbs.TryGetValue(participle, out var verb) && Stances.Contains(verb);

    /// <summary>Returns whether a participle is a direction of gaze.</summary>
    public static bool IsGaze(string participle) => Verbs.TryGetValue(participle, out var verb) && Gazes.Contains(verb);

    /// <summary>Returns whether only one of two participles is possible at a time.</summary>
    public static bool Exclude(string participle, string other) => (IsStance(other) && IsParticiple(participle) && !IsHaving(participle) && !IsFace(participle) && !IsGaze(participle)) || (IsGaze(participle) && IsGaze(other));

    /// <summary>Returns whether a participle describes the face, which is not a pose.</summary>
    public static bool IsFace(string participle) => Verbs.TryGetValue(participle, out var verb) && Faces.Contains(verb);

    /// <summary>Returns whether a participle only says what is worn, held or present.</summary>
    public static bool IsHaving(string participle) => Verbs.TryGetValue(participle, out var verb) && Having.Contains(verb);

    /// <summary>Returns whether a word is a known verb, in its base form or as a participle.</summary>
    public static bool IsVerb(string word) => Participles.ContainsKey(Plain(word)) || Verbs.ContainsKey(word);

    /// <summary>Returns whether a verb says which look something gets, as a picture is colorized: a caption has its participle.</summary>
    public static bool IsMaking(string verb) => Makings.Contains(verb);

    /// <summary>Gets the known participles.</summary>
    public static IEnumerable<string> KnownParticiples => Verbs.Keys;

    /// <summary>Returns whether a word is a known participle.</summary>
    public static bool IsParticiple(string word) => Verbs.ContainsKey(word);

    /// <summary>Returns the passive participle of a regular verb: "crumpled", "fried".</summary>
    public static string PassiveOf(string verb) =>
        WordLexicon.ParticipleOf(verb) is { } irregular ? irregular
        : verb.EndsWith('e') ? $"{verb}d"
        : verb.EndsWith('y') && verb.Length > 2 && !"aeiou".Contains(verb[^2], StringComparison.Ordinal) ? $"{verb[..^1]}ied"
        : IsDoubled(verb) ? $"{verb}{verb[^1]}ed"
        : $"{verb}ed";

    /// <summary>Returns whether a word is a passive participle, which says what was done to a thing: "folded", "torn", "soft-boiled".</summary>
    public static bool IsDone(string word)
    {
        var last = word[(word.LastIndexOf('-') + 1)..];
        return WordLexicon.BaseOf(last) is { } verb ? WordLexicon.ParticipleOf(verb) == last
            : last.Length > 4 && last.EndsWith("ed", StringComparison.Ordinal) && Stems(last[..^2]).Append(last[..^1]).Append($"{last[..^3]}y").Any(WordLexicon.IsVerb);
    }

    /// <summary>Returns the base form of a verb: "add" for "adding" or "adds".</summary>
    public static string BaseOf(string verb) =>
        Verbs.TryGetValue(verb, out var known) ? known
        : verb.EndsWith("ing", StringComparison.OrdinalIgnoreCase) && verb.Length > 4 ? Stems(verb[..^3]).FirstOrDefault(WordLexicon.IsVerb, verb[..^3])
        : Plain(verb) is var plain && plain != verb ? plain
        : verb.EndsWith('s') && WordLexicon.IsVerb(verb[..^1]) ? verb[..^1]
        : verb;

    private static string[] Stems(string stem) => [stem + "e", stem, stem.Length > 2 && stem[^1] == stem[^2] ? stem[..^1] : stem];

    // "eats" becomes "eat".
    private static string Plain(string verb) =>
        verb.EndsWith('s') && !Participles.ContainsKey(verb) && Participles.ContainsKey(verb[..^1]) ? verb[..^1]
        : verb.EndsWith("es", StringComparison.OrdinalIgnoreCase) && verb.Length > 3 && Participles.ContainsKey(verb[..^2]) ? verb[..^2]
        : verb;

    /// <summary>Returns the active participle of a verb: "smiling" of "smile".</summary>
    public static string Ing(string verb) =>
        verb.EndsWith("ie", StringComparison.OrdinalIgnoreCase) ? $"{verb[..^2]}ying"
        : verb.EndsWith('e') && !verb.EndsWith("ee", StringComparison.OrdinalIgnoreCase) ? $"{verb[..^1]}ing"
        : IsDoubled(verb) ? $"{verb}{verb[^1]}ing"
        : $"{verb}ing";

    // "sit", "run", "hug": one vowel between consonants, in a word of one syllable.
    private static bool IsDoubled(string verb)
    {
        static bool IsVowel(char letter) => "aeiou".Contains(char.ToLowerInvariant(letter), StringComparison.Ordinal);

        return verb.Length > 2 && !IsVowel(verb[^1]) && "wxy".IndexOf(verb[^1], StringComparison.Ordinal) < 0 && IsVowel(verb[^2]) && verb.Count(IsVowel) == 1;
    }
}
