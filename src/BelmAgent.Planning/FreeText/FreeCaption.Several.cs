using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

// Several things that one change is about.
internal sealed partial class FreeCaption
{
    // Both become skeletons: each becomes a skeleton.
    private static Phrase OneOf(Phrase result) =>
        result.Words is [.., var noun] && !result.IsIndefinite && WordLexicon.IsPlural(noun) && WordLexicon.IsThing(noun) && !Nouns.IsPair(noun) ? Article.Indefinite(new([.. result.Words[..^1], Numbers.Singular(noun)])) : result;

    private static bool IsLocated(Phrase phrase) => phrase.Words.Any(word => word is "left" or "right" or "first" or "second" or "last" or "other" or "middle" or "front" or "back");

    // One thing by name, where the caption counts several of its kind.
    private bool IsOneOfMany(Phrase phrase) =>
        NounFinder.Core(phrase) is { IsEmpty: false } core && !WordLexicon.IsPlural(core.Words[^1]) && phrase.Words[0] is not ("both" or "all" or "every" or "each")
        && NounFinder.Find(Words.Words, core[^1..]) is [var span] && NounFinder.IsHead(Words.Words, span.End) && WordLexicon.IsPlural(Words.Words[span.End - 1]) && Numbers.Read(Words.Words[span.Start]) > 1;

    private static bool IsBoth(Phrase phrase) => phrase.Bare.Words is [.., "they" or "them" or "both" or "couple" or "pair" or "people" or "two" or "animals"] or ["them" or "they" or "these" or "those"];

    // Two living things that the caption is about.
    private NounSpan? Pair() =>
        NounFinder.At(Words.Words, BodyStart) is { } first && first.End + 1 < Words.End && Words.Words[first.End] is "and" && NounFinder.At(Words.Words, first.End + 1) is { } second
            && Nouns.IsAnimate(Words.Words[first.End - 1]) && Nouns.IsAnimate(Words.Words[second.End - 1]) ? new NounSpan(first.Start, first.Start, second.End) : null;

    // "a woman dancing with a man"
    private List<Phrase> Everybody() =>
        [.. Enumerable.Range(BodyStart, Words.End - BodyStart).Where(at => Nouns.IsAnimate(Words.Words[at]) && NounFinder.IsHead(Words.Words, at + 1) && !WordLexicon.IsPlural(Words.Words[at])).Select(at => new Phrase(Words.Words[at]))];

    // "both dogs": each by its position, last first, so that the positions of the others stay valid.
    private List<Phrase> OfAll(Phrase phrase) => IsBoth(phrase) && Pair() is null && Everybody() is { Count: 2 } both ? both
        : IsBoth(phrase) && Pair() is { } pair && NounFinder.At(Words.Words, pair.Start) is { } first
        ? [new Phrase(Words.Words[(first.End - 1)..first.End]), new Phrase(Words.Words[(pair.End - 1)..pair.End])]
        : phrase.Words is ["both" or "all" or "every" or "each", _, ..]
        ? [.. Enumerable.Range(0, Math.Min(Spans(phrase.Bare).Count, Ordinal.Count)).Select(i => new Phrase([Ordinal.Name(i), .. phrase.Bare.Words]))]
        : [];

    private Placement Each(IEnumerable<Phrase> all, Func<Phrase, Change> change)
    {
        Placement? last = null;
        ICaption caption = this;
        foreach (var one in all.Reverse())
        {
            last = caption.Place(change(one), one);
            if (last.Caption is null)
            {
                return last;
            }

            caption = last.Caption;
        }

        return last!;
    }
}
