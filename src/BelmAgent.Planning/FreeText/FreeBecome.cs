using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Changes something in a free caption into something else, and determines the kind of the change.</summary>
internal sealed class FreeBecome(FreeCaption caption, Phrase? antecedent)
{
    private CaptionText Words => caption.Words;

    /// <summary>Applies a change.</summary>
    public Placement Place(Change.Become change)
    {
        var (subject, result) = (change.Subject, change.Result);
        if (result.IsEmpty || WordSets.IsVague(result))
        {
            return caption.Unclear(result);
        }

        if (FreeStyle.Is(caption, change))
        {
            return FreeStyle.Apply(caption, result, change.Aspect == Aspect.Style);
        }

        var isWhole = WordSets.IsWhole(subject);
        if (FreeView.Is(result) && (isWhole || FreeView.Is(subject)))
        {
            return FreeView.Apply(caption, result);
        }

        if (change.From is not null && Weather.Read(change.From) is { } was && Weather.Read(result) is { } then && was.Group == then.Group)
        {
            return Done(then.ApplyTo(Words), EditType.ChangeBackground, $"the image is {then.Phrase}");
        }

        if (change.From is { } from && Old(from, subject) is { } old)
        {
            return Actions.IsParticiple(from.Words[0]) && Actions.Doing(result) is { } doing
                ? FreePose.Instead(caption, old, doing, change.Aspect == Aspect.Pose)
                : FreeExchange.Apply(caption, old, (change.Aspect == Aspect.Material || WordSets.IsMaterial(from)) && FreeMaterial.Read(change) is { } material ? change with { Result = material } : change, from);
        }

        if (subject.IsEmpty && Weather.Read(result) is null)
        {
            return caption.Unclear(result);
        }

        return (isWhole || Weather.IsNamedBy(subject)) && Weather.Read(result) is { } weather && !(subject.Bare.Words is ["sky"] && caption.Spans(subject).Count > 0)
            ? Done(weather.ApplyTo(Words), EditType.ChangeBackground, $"the image is {weather.Phrase}")
            : OnSubject(change);
    }

    /// <summary>Moves something: replaces the place after it in the caption, or adds one.</summary>
    public Placement Move(Change.Move move)
    {
        var (span, question) = caption.Find(move.What, antecedent);
        return span is { } found && !move.Where.IsEmpty
            ? FreeBackground.MoveTo(caption, found, move.Where)
            : question ?? caption.Unclear(move.What);
    }

    private Placement OnSubject(Change.Become change)
    {
        var (subject, result) = (change.Subject, change.Result);
        if (FreeBackground.IsNamedBy(subject))
        {
            return FreeBackground.Become(caption, change);
        }

        var (span, question) = caption.Find(subject, antecedent);
        return span is { } found ? new FreeSubject(caption, found).Become(change)
            : subject.Bare.Words is ["ground" or "floor"] && change.Link != ResultLink.None ? FreeBackground.Become(caption, change)
            : subject.Bare.Words is ["sky"] ? Done(Words.Append(["under", .. FreeSubject.Indefinite(result.Words is [_, .., "sky"] ? result[..^1] : result).Words, "sky"]), EditType.ChangeBackground, $"the sky becomes {result}")
            : FreeModifier.Difference(caption, change)
            ?? FreePart.Become(caption, change, antecedent)
            ?? question!;
    }

    // The original attribute, preferably near the subject: in "a white shirt and a white hat", the shirt's white.
    private NounSpan? Old(Phrase from, Phrase subject)
    {
        var all = caption.Spans(from);
        var near = subject.IsEmpty ? [] : caption.Spans(subject).SelectMany(span => all.Where(old => old.Named >= span.Start && old.End <= span.End)).ToList();
        return near is [var one] ? one : all is [var only] ? only : null;
    }

    private static Placement Done(CaptionText words, EditType type, string reason) => Placement.Done(new FreeCaption(words), type, reason);
}
