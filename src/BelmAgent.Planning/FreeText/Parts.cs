using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Parts that a caption does not mention, of things that it does: "the woman's hair", "the frame of the bike".</summary>
internal static class Parts
{
    /// <summary>Splits "the girl's face" and "the face of the girl"; returns null for other phrases.</summary>
    public static (Phrase Owner, Phrase Part)? Read(Phrase phrase)
    {
        for (var at = phrase.Words.Length - 2; at >= 0; at--)
        {
            if (Possessive.Is(phrase.Words[at]))
            {
                return (new([.. phrase.Words[..at], Possessive.Off(phrase.Words[at])]), phrase[(at + 1)..]);
            }
        }

        var of = phrase.Words.IndexOf("of");
        return of > 0 && of + 1 < phrase.Words.Length ? (phrase[(of + 1)..], phrase[..of])
            : phrase.Words is ["his" or "her" or "its" or "their", _, ..] ? (new Phrase(phrase.Words[0] is "its" ? "it" : phrase.Words[0]), phrase[1..])
            : null;
    }

    /// <summary>Reads "the head" as a part of the caption's subject; returns null if it is not a part.</summary>
    public static (Phrase Owner, Phrase Part)? OfMain(Phrase phrase) => Nouns.IsPart(phrase.Words[^1]) ? (new Phrase("it"), phrase) : null;
}
