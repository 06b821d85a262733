using System.Collections.Frozen;

namespace BelmAgent.Planning.Scenes;

/// <summary>A table from words to their meaning in a scene; the longest matching entry is used.</summary>
internal sealed class SceneLexicon
{
    private readonly FrozenDictionary<string, Entry[]> _entries;

    /// <summary>Builds the table of a vocabulary.</summary>
    public SceneLexicon(SceneVocabulary vocabulary)
    {
        var terms = Enum.GetValues<SceneRole>()
            .SelectMany(role => vocabulary.Terms(role).Select(term => (role, term)))
            .ToList();
        // Words that a term lists are its own before those that are another's label: "snow" is the weather, and not the place.
        var names = terms.SelectMany(says => says.term.Names.Append(says.term.Phrase).Select(name => (says, name)))
            .Concat(terms.Select(says => (says, name: says.term.Label)))
            .Where(entry => entry.name.Length > 0);
        var named = names.Select(entry => new Entry(
            entry.name.Split(' '), [entry.says], entry.says.role == SceneRole.Sky && entry.name.EndsWith("sky", StringComparison.Ordinal) ? SceneMarks.Sky : 0));
        var idioms = vocabulary.Idioms
            .Select(idiom => new Entry(idiom.Key.Split(' '), [.. terms.Where(says => idiom.Value.Contains(says.term.Label))], 0));
        _entries = named.Concat(idioms).Concat(PlainWords)
            .GroupBy(entry => entry.Words[0], StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => group.OrderByDescending(entry => entry.Words.Length).ToArray(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Reads one entry.</summary>
    /// <returns>The entry; null if no word here is known.</returns>
    public Entry? Read(IReadOnlyList<string> words, int at)
    {
        if (at >= words.Count || (Fitting(words[at], words, at) ?? Fitting(Singular(words[at]), words, at)) is not { } found)
        {
            return null;
        }

        var isPlural = found.Says is [(SceneRole.Kind, _)] && !Equal(words[at + found.Words.Length - 1], found.Words[^1]);
        return found with { IsPlural = isPlural };
    }

    private Entry? Fitting(string first, IReadOnlyList<string> words, int at) =>
        _entries.TryGetValue(first, out var entries) ? Array.Find(entries, entry => entry.Fits(words, at)) : null;

    private static string Singular(string word) => word.EndsWith('s') ? word[..^1] : word;

    private static IEnumerable<Entry> PlainWords =>
    [
        .. Plain(SceneMarks.All, "all both every each everything"),
        .. Plain(SceneMarks.Generic, "one thing object"),
        .. Plain(SceneMarks.Whole, "picture image photo scene background weather season style time"),
        .. Plain(SceneMarks.Sky, "sky"),
        .. Plain(SceneMarks.Ground, "ground floor land"),
        .. Plain(SceneMarks.None, "a an another second the this that these those some its their it them they in on at under with of by from to into onto next beside near between "
            + "he him his she her they colored coloured color colour and over be like hour side whole entire standing out made top up"),
        .. Plain(SceneMarks.Talk, "look bright nice simple real solid very really just also completely"),
    ];

    private static IEnumerable<Entry> Plain(SceneMarks marks, string words) =>
        words.Split(' ').Select(word => new Entry([word], [], marks));

    private static bool Equal(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    /// <summary>Words and their meaning.</summary>
    internal sealed record Entry(string[] Words, IReadOnlyList<(SceneRole Role, SceneTerm Term)> Says, SceneMarks Marks)
    {
        /// <summary>Gets whether an object was named in the plural.</summary>
        public bool IsPlural { get; init; }

        /// <summary>Gets whether it is only an article or a preposition.</summary>
        public bool IsFiller => Says.Count == 0 && Marks == SceneMarks.None;

        /// <summary>Returns whether the words occur at a position.</summary>
        public bool Fits(IReadOnlyList<string> words, int at) =>
            at + Words.Length <= words.Count
            && Enumerable.Range(0, Words.Length).All(i => Equal(words[at + i], Words[i]) || IsPluralOf(words[at + i], Words[i]));

        private bool IsPluralOf(string word, string name) =>
            (Says is [(SceneRole.Kind or SceneRole.Extra, _)] || Marks == SceneMarks.Generic)
            && Equal(word, name + "s");
    }
}
