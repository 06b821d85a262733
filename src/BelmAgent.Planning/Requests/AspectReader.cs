using System.Collections.Frozen;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Requests;

/// <summary>Separates the aspect from the thing: "the colour of the car", "the car's colour" and "the car colour" are the car.</summary>
internal static class AspectReader
{
    private static readonly FrozenDictionary<string, Aspect> Nouns = new Dictionary<Aspect, string>
    {
        [Aspect.Color] = "color colour colors colours",
        [Aspect.Material] = "material texture materials",
        [Aspect.Pose] = "pose posture action actions movement motion gesture activity stance behavior behaviour",
        [Aspect.State] = "shape size expression mood emotion state condition length age number count amount quantity facial",
        [Aspect.Style] = "style",
    }.SelectMany(entry => entry.Value.Split(' ').Select(word => (word, entry.Key)))
        .ToFrozenDictionary(entry => entry.word, entry => entry.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the thing and the aspect.</summary>
    public static (Phrase Named, Aspect Aspect) Read(Phrase phrase)
    {
        for (var at = 0; at < phrase.Words.Length; at++)
        {
            if (Nouns.TryGetValue(phrase.Words[at], out var aspect))
            {
                return (Without(phrase, at), aspect);
            }
        }

        return (phrase, Aspect.None);
    }

    /// <summary>
    /// Returns a result without the word "colour", and whether it contained it: "a red colour", "the colour red", "rainbow coloured".
    /// </summary>
    public static (Phrase Result, bool IsColor) ReadColor(Phrase result)
    {
        Phrase rest = new([.. result.Words.Where(word => !IsColorWord(word))]);
        return rest.Words.Length == result.Words.Length || rest.Words.All(WordClass.Determiners.Contains) ? (result, false) : (rest.Bare, true);
    }

    private static bool IsColorWord(string word) =>
        (Nouns.TryGetValue(word, out var aspect) && aspect == Aspect.Color)
        || word.Equals("colored", StringComparison.OrdinalIgnoreCase) || word.Equals("coloured", StringComparison.OrdinalIgnoreCase);

    private static Phrase Without(Phrase phrase, int at)
    {
        if (at + 2 < phrase.Words.Length && phrase.Words[at + 1].Equals("of", StringComparison.OrdinalIgnoreCase))
        {
            return phrase[(at + 2)..];
        }

        // "facial expression" is one word here; "the colour" alone names nothing else and is kept.
        var end = at + 1 < phrase.Words.Length && Nouns.ContainsKey(phrase.Words[at + 1]) ? at + 2 : at + 1;
        if (end + 1 < phrase.Words.Length && phrase.Words[end].Equals("of", StringComparison.OrdinalIgnoreCase))
        {
            return phrase[(end + 1)..];
        }

        return at == 0 || (at == 1 && WordClass.Determiners.Contains(phrase.Words[0]))
            ? phrase
            : new Phrase([.. phrase.Words[..(at - 1)], Possessive.Off(phrase.Words[at - 1]), .. phrase.Words[end..]]);
    }
}

/// <summary>The aspect of a thing that a request changes: "the colour of the car", "the dog's pose".</summary>
internal enum Aspect
{
    /// <summary>No aspect: the thing itself.</summary>
    None,

    /// <summary>Colour.</summary>
    Color,

    /// <summary>Material, texture.</summary>
    Material,

    /// <summary>Pose, action, movement.</summary>
    Pose,

    /// <summary>Shape, size, expression, number, age and others expressed by an adjective.</summary>
    State,

    /// <summary>Style of the picture.</summary>
    Style,
}
