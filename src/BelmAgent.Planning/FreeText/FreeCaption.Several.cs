using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

// Several things that one change is about.
internal sealed partial class FreeCaption
{
    private static bool IsLocated(Phrase phrase) => phrase.Words.Any(word => word is "left" or "right" or "first" or "second" or "last" or "other" or "middle" or "front" or "back");

    private static bool IsBoth(Phrase phrase) => phrase.Bare.Words is [.., "they" or "them" or "both" or "couple" or "pair" or "people" or "two" or "animals"] or ["them" or "they" or "these" or "those"];

    // Two living things that the caption is about.
    private NounSpan? Pair() =>
        NounFinder.At(Words.Words, BodyStart) is { } first && first.End + 1 < Words.End && Words.Words[first.End] is "and" && NounFinder.At(Words.Words, first.End + 1) is { } second
            && Nouns.IsAnimate(Words.Words[first.End - 1]) && Nouns.IsAnimate(Words.Words[second.End - 1]) ? new NounSpan(first.Start, first.Start, second.End) : null;
}
