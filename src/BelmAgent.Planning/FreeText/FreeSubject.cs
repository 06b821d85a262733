using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Changes a thing that a caption mentions into something else.</summary>
internal sealed class FreeSubject(FreeCaption caption, NounSpan span)
{
    private CaptionText Words => caption.Words;

    private string Head => Words.Words[span.End - 1];

    private string Name => string.Join(' ', Words.Words[span.Named..span.End]);

    /// <summary>Applies a change of the thing.</summary>
    public Placement Become(Change.Become change)
    {
        var result = change.Result.Words is ["in", _, ..] && WordSets.IsColor(change.Result[1..]) ? change.Result[1..] : change.Result;
        if (change.Link != ResultLink.None && IsModifier(result))
        {
            return FreeExchange.Apply(caption, span, change, change.Subject);
        }

        // A golden statue is made of gold.
        var isOfMetal = WordSets.IsMaterial(result) && WordSets.IsFigure(new Phrase(Head));
        if (change.Link != ResultLink.None && change.Aspect == Aspect.None && result.Words is [var sibling] && WordSets.IsColor(sibling) && Hypernyms.AreAlike(Head, sibling))
        {
            return FreeExchange.Apply(caption, span, change, change.Subject);
        }

        if ((WordSets.IsColor(result) && !isOfMetal && change.Aspect != Aspect.Material) || change.Aspect == Aspect.Color)
        {
            return Modify(result, EditType.ChangeColor, change.Subject);
        }

        if (change.Link != ResultLink.None && change.Aspect == Aspect.None && WordSets.IsSurface(result.Words[^1]) && FreeBackground.IsPlace(Words, span))
        {
            return FreeExchange.Apply(caption, span, change, change.Subject);
        }

        if (FreeMaterial.Read(change) is { } material)
        {
            return Modify(material, EditType.ChangeMaterial, change.Subject);
        }

        if (WordSets.IsFigure(result))
        {
            return FreeMaterial.Shape(caption, span, result);
        }

        if (Actions.IsParticiple(Words.Words[span.Named]) && Actions.Doing(result) is { } instead)
        {
            return FreeExchange.Apply(caption, span, change with { Result = instead, Aspect = Aspect.Pose }, change.Subject);
        }

        if ((change.Link == ResultLink.None || change.Aspect == Aspect.Pose) && !Scales.Has(result.Words[0]) && Actions.Doing(result) is { } doing)
        {
            return Having(change, doing) ?? Posture(result) ?? FreePose.Apply(caption, span, doing);
        }

        if (change.Link == ResultLink.None && Actions.IsFace(result.Words[0]) && Actions.Doing(result) is { } face)
        {
            return FreePose.Apply(caption, span, face);
        }

        if (result.Bare.Words.Length > 1 && NounFinder.Same(result.Words[^1], Head))
        {
            return FreeModifier.Refine(caption, span, change);
        }

        return IsThing(change) ? FreeExchange.Apply(caption, span, change, change.Subject)
            : IsClause(result) ? Follow(result)
            : Modify(result, change.Aspect == Aspect.Pose ? EditType.ChangePose : FreeModifier.KindOf(result, Head) is EditType.ChangePose ? EditType.ChangePose : EditType.ChangeContent, change.Subject);
    }

    /// <summary>Returns the words with an article if they have none.</summary>
    public static Phrase Indefinite(Phrase words) =>
        WordClass.Determiners.Contains(words.Words[0]) ? words : new([Article.For(words.Words[0]), .. words.Words]);

    // "the black" of "a black cow", "the blue" of "a blue and white plate" and "the coral" of "a coral reef" are themselves what changes.
    private bool IsModifier(Phrase result)
    {
        var words = Words.Words;
        if (WordSets.IsColor(Head))
        {
            var isListed = span.End + 1 < words.Length && words[span.End] is "and" && WordSets.IsColor(words[span.End + 1]);
            return WordSets.IsColor(result) && (isListed || !NounFinder.IsHead(words, span.End) || (span.Named > 0 && words[span.Named - 1] is "in"));
        }

        return !NounFinder.IsHead(words, span.End) && (Scales.Has(Head) || WordSets.IsMaterial(Head) || WordSets.IsMaterial(result));
    }

    // "wear a green coat": someone with a red coat then has a green one.
    private Placement? Having(Change.Become change, Phrase doing) =>
        Actions.IsHaving(doing.Words[0]) && doing[1..] is { IsIndefinite: true } what && what.Bare.Words.Length > 1
            && NounFinder.Find(Words.Words, what[^1..]) is [var had] && had.Start >= span.End
            ? FreeModifier.Refine(caption, had, change with { Subject = what[^1..], Result = what })
            : null;

    // "cross its arms": if the caption mentions the arms, they are crossed.
    private Placement? Posture(Phrase doing) =>
        VerbTable.IsPosture(doing.Words[0]) && Nouns.IsLimb(doing.Words[^1]) && NounFinder.Find(Words.Words, doing[^1..]) is [var limb] && limb.Start >= span.End
            ? FreeModifier.Done(caption, NounModifiers.Set(Words, limb, new Phrase(VerbTable.StateOf(doing.Words[0]))), EditType.ChangePose, Head, $"{Name} is {doing}")
            : null;

    private static bool IsThing(Change.Become change) => change.Aspect == Aspect.None
        && ((change.Link is ResultLink.Into or ResultLink.With && !WordSets.IsState(change.Result))
            || change.Result.IsIndefinite
            || (change.Link == ResultLink.To && !WordSets.IsState(change.Result)));

    private static bool IsClause(Phrase result) =>
        result.Words.Length > 1 && (result.Words[0].EndsWith("ing", StringComparison.Ordinal) || result.IndexOfAny(WordClass.Prepositions) >= 0);

    // "covered with snow", "on fire"
    private Placement Follow(Phrase clause) => Placement.Done(
        new FreeCaption(Words.Replace(span.End, span.End, clause.Words)), FreeBackground.IsPlace(Words, span) ? EditType.ChangeBackground : EditType.ChangeContent, $"{Name} is {clause}") with { Antecedent = new Phrase(Head) };

    private Placement Modify(Phrase state, EditType type, Phrase named)
    {
        var noun = span with { IsSky = Head.Equals("sky", StringComparison.OrdinalIgnoreCase) };
        var isScenery = WordSets.IsBackdrop(Head) || (type == EditType.ChangeContent && (FreeBackground.IsPlace(Words, span) || Weather.Read(state) is not null));
        return FreeModifier.Done(caption, NounModifiers.Set(Words, noun, state.Bare, named), isScenery ? EditType.ChangeBackground : type, Head, $"{Name} becomes {state}");
    }
}
