using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>A part that the caption does not mention, of a thing that it does: "the woman's hair", "the frame of the bike".</summary>
internal static class FreePart
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
            : phrase.Words is ["his" or "her" or "its" or "their", _, ..] ? (new Phrase("it"), phrase[1..])
            : null;
    }

    /// <summary>Reads "the head" as a part of the caption's subject; returns null if it is not a part.</summary>
    public static (Phrase Owner, Phrase Part)? OfMain(Phrase phrase) => Nouns.IsPart(phrase.Words[^1]) ? (new Phrase("it"), phrase) : null;

    /// <summary>Gives a part a state: the caption gains the part ("with red hair"), or the whole thing takes the state ("a rusty bicycle").</summary>
    /// <returns>Null if the phrase does not name a part of a mentioned thing.</returns>
    public static Placement? Become(FreeCaption caption, Change.Become change, Phrase? antecedent)
    {
        var result = change.Result.Bare;
        var isState = WordSets.IsState(result) || change.Aspect is not Aspect.None || change.Link == ResultLink.None;
        if (Read(change.Subject) is not var (owner, part) || !isState || caption.Find(owner, antecedent).Span is not { } span)
        {
            return null;
        }

        var type = FreeModifier.KindOf(result, part.Words[^1]);
        var noun = caption.Words.Words[span.End - 1];
        return Nouns.IsPerson(noun) || Nouns.IsPart(part.Words[^1])
            ? FreeAdd.After(caption, span, new([.. result.Words, .. part.Bare.Words]), type)
            : FreeModifier.Done(caption, NounModifiers.Set(caption.Words, span, result), type, noun, $"{noun} becomes {result}");
    }
}
