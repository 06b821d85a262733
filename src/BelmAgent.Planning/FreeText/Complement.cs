using System.Collections.Immutable;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Finds the complement of a verb: "flying | around", "looking | at the camera", "sitting | on top of a box".</summary>
internal static class Complement
{
    /// <summary>Returns the position after a verb's complement: a direction, and one phrase of place or object.</summary>
    /// <param name="words">The caption.</param>
    /// <param name="verb">The verb's position.</param>
    public static int EndAfter(ImmutableArray<string> words, int verb)
    {
        var at = verb + 1;
        while (at < words.Length && WordClass.Directions.Contains(words[at]) && !(WordClass.Prepositions.Contains(words[at]) && OpensNoun(words, at + 1)))
        {
            at++;
        }

        var noun = at;
        while (noun < words.Length && WordClass.Prepositions.Contains(words[noun]) && words[noun] is not "with")
        {
            noun++;
        }

        // Time and weather belong to the whole picture.
        return NounFinder.At(words, noun) is not { } thing || !(noun > at || WordClass.Determiners.Contains(words[noun]))
            || Weather.Read(new Phrase(words[at..thing.End])) is not null ? at
            : thing.End + 1 < words.Length && words[thing.End] is "of" && NounFinder.At(words, thing.End + 1) is { } whole ? whole.End
            : thing.End;
    }

    /// <summary>Returns the position after the direction of a gaze: "down", or "at the camera".</summary>
    /// <param name="words">The caption.</param>
    /// <param name="verb">The verb's position.</param>
    public static int EndAfterGaze(ImmutableArray<string> words, int verb) =>
        verb + 1 < words.Length && WordClass.Directions.Contains(words[verb + 1]) && !OpensNoun(words, verb + 2) ? verb + 2 : EndAfter(words, verb);

    private static bool OpensNoun(ImmutableArray<string> words, int at) =>
        at < words.Length && !WordClass.EndsNounPhrase(words[at]) && !NounFinder.IsParticiple(words, 0, at);
}
