using System.Numerics;
using System.Text.RegularExpressions;
using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Soundness;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Tagging;

/// <summary>The words of a caption or a request as <see cref="RequestTagger"/> sees them.</summary>
/// <remarks>The tagger was trained on the same (<c>tools/planner/words.py</c>); a test holds them together.</remarks>
internal static class TagWords
{
    private const int Marks = 13;

    private static readonly (Regex Pattern, string Replacement)[] Contractions =
    [
        Step(@"(?<=\w)n['’]t\b", " not"), Step(@"(?<=\w)['’]re\b", " are"), Step(@"(?<=\w)['’]ll\b", " will"), Step(@"(?<=\w)['’]d\b", " would"),
        Step(@"(?<=\w) (?:n|['’]n['’]?|&) (?=\w)", " and "), Step(@"(?<=\w)['’]m\b", " am"), Step(@"(?<=\w)['’]ve\b", " have"), Step(@"\b(it|he|she|that|there|what)['’]s\b", "$1 is"),
    ];

    /// <summary>Gets the number of a word's features.</summary>
    public static int FeatureCount { get; } = WordLexicon.NounClassCount + Marks;

    /// <summary>Splits a request into words and punctuation marks; contractions are written out.</summary>
    public static IReadOnlyList<string> Split(string request) =>
        CaptionText.Parse(Contractions.Aggregate(request, (text, step) => step.Pattern.Replace(text, step.Replacement))).Words;

    /// <summary>Returns whether a word says something by itself.</summary>
    public static bool IsContent(string word) => IsWord(word) && ContentWords.IsContent(Spelled(word));

    /// <summary>Returns whether it is a word or a number, and no mark.</summary>
    public static bool IsWord(string word) => char.IsLetterOrDigit(word[0]) || char.IsNumber(word[0]);

    /// <summary>Returns a word in one spelling.</summary>
    public static string Spelled(string word) => ContentWords.SpelledWord(word);

    /// <summary>Returns a word without the ending of its number.</summary>
    public static string Stem(string word) => ContentWords.Stem(Spelled(word));

    /// <summary>Returns how much two words mean the same, from 0 to 1.</summary>
    public static float Likeness(string word, string other)
    {
        var (one, two) = (Spelled(word), Spelled(other));
        return !IsContent(word) || !IsContent(other) ? 0
            : ContentWords.Stem(one) == ContentWords.Stem(two) ? 1
            : WordLexicon.IsNameOf(one, two) || WordLexicon.IsNameOf(two, one) ? .7f
            : 0;
    }

    /// <summary>Returns how near two words are by the classes that they share, from 0 to 1.</summary>
    public static float Kinship(string word, string other) =>
        IsContent(word) && IsContent(other) ? Math.Min(3, BitOperations.PopCount(WordLexicon.NounClasses(Spelled(word)) & WordLexicon.NounClasses(Spelled(other)))) / 3f : 0;

    /// <summary>Writes the features of a word.</summary>
    /// <param name="word">The word.</param>
    /// <param name="isThere">Whether the other text has it too.</param>
    /// <param name="isMeant">Whether the other text has it, or another name for it.</param>
    /// <param name="features">Receives <see cref="FeatureCount"/> numbers.</param>
    public static void Write(string word, bool isThere, bool isMeant, Span<float> features)
    {
        features.Clear();
        var spelled = Spelled(word);
        foreach (var number in WordLexicon.NounClassNumbers(spelled))
        {
            features[number] = 1;
        }

        var (isAdjective, isVerb, isFunction, isNoun) = (WordLexicon.IsAdjective(spelled), WordLexicon.IsVerb(spelled), !IsContent(word), WordLexicon.IsNoun(spelled));
        ReadOnlySpan<bool> marks =
        [
            isAdjective, isVerb, isFunction, spelled.EndsWith("ing", StringComparison.Ordinal), spelled.EndsWith("ed", StringComparison.Ordinal) || WordLexicon.BaseOf(spelled) is not null,
            spelled.EndsWith('s'), char.IsDigit(spelled[0]), !IsWord(spelled), !isNoun && !isAdjective && !isVerb && !isFunction, isThere, isMeant, WordSets.IsColor(spelled), WordSets.IsMaterial(spelled),
        ];
        for (var i = 0; i < marks.Length; i++)
        {
            features[^(Marks - i)] = marks[i] ? 1 : 0;
        }
    }

    private static (Regex, string) Step(string pattern, string replacement) => (new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant), replacement);

    /// <summary>Returns whether a word or mark of a request may come.</summary>
    public static bool IsSayable(string word) => IsWord(word) || word is "," || Possessive.Is(word);

    /// <summary>Returns whether a word may be said in the other number: "dog" and "says", but no "sheep", whose plural is the same, and no "mathematic".</summary>
    public static bool HasNumber(string word) =>
        word.Length > 0 && IsContent(word) && word.All(char.IsAsciiLetterLower) && Numbers.Other(word) is var other && other != word && WordLexicon.Knows(other);
}
