using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace BelmAgent.Planning.Text;

/// <summary>A sequence of words as a user wrote them, without punctuation.</summary>
internal sealed partial class Phrase(params ImmutableArray<string> words)
{
    /// <summary>Gets the words in their original case.</summary>
    public ImmutableArray<string> Words { get; } = words;

    /// <summary>Gets whether there are no words.</summary>
    public bool IsEmpty => Words.IsEmpty;

    /// <summary>Gets whether it only refers to something mentioned before.</summary>
    public bool IsPronoun => Words is [var only] && (WordClass.Pronouns.Contains(only) || WordClass.Possessives.Contains(only));

    /// <summary>Gets whether it starts with "a", "some" or a number: something that is not there yet.</summary>
    public bool IsIndefinite => Words is [var first, _, ..] && WordClass.Indefinite.Contains(first);

    /// <summary>Gets the words after a leading article or other determiner: for "all of the cars", the cars.</summary>
    public Phrase Bare => Words switch
    {
        ["all" or "both" or "each" or "one" or "some", "of", _, ..] => this[2..].Bare,
        ["all" or "both", var next, _, ..] when WordClass.Determiners.Contains(next) => this[1..].Bare,
        [var first, _, ..] when WordClass.Determiners.Contains(first) => this[1..],
        _ => this,
    };

    /// <summary>Splits text into words, dropping punctuation.</summary>
    public static Phrase Parse(string text) => new([.. Word().Matches(text).Select(match => match.Value)]);

    /// <summary>Returns the position of the first word of a set, starting at a position; −1 if there is none.</summary>
    public int IndexOfAny(IReadOnlySet<string> set, int from = 0)
    {
        for (var i = from; i < Words.Length; i++)
        {
            if (set.Contains(Words[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Gets a part of the phrase.</summary>
    public Phrase this[Range range] => new(Words[range]);

    /// <summary>Returns whether the phrase begins with these words.</summary>
    public bool StartsWith(params ReadOnlySpan<string> words)
    {
        if (words.Length > Words.Length)
        {
            return false;
        }

        for (var i = 0; i < words.Length; i++)
        {
            if (!Words[i].Equals(words[i], StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Words);

    [GeneratedRegex(@"[\p{L}\p{N}](?:[\p{L}\p{N}'’-]*[\p{L}\p{N}])?")]
    private static partial Regex Word();
}
