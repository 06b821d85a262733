using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Exchanges what the request itself names as the old: "change the sky from blue to grey", "jump instead of running".</summary>
internal sealed class ExchangeRule : BecomeRule
{
    /// <inheritdoc/>
    protected override Placement? Place(Edit edit, Change.Become change)
    {
        if (change.From is not { } from || Old(edit.Caption, from, change.Subject) is not { } old)
        {
            return change.Subject.IsEmpty && Weather.Read(change.Result) is null ? edit.Caption.Unclear(change.Result) : null;
        }

        if (Actions.IsParticiple(from.Words[0]) && Actions.Doing(change.Result) is { } doing)
        {
            var type = Actions.IsFace(doing.Words[0]) && change.Aspect != Aspect.Pose ? EditType.ChangeContent : EditType.ChangePose;
            return edit.Done(edit.Text.Replace(old.Named, old.End, Doings.Fitted(edit.Text, old.End, doing).Words), type, $"{edit.Words[old.Named]} becomes {doing}", doing[..1]);
        }

        // "wear sandals instead of boots"
        if (change.Result.Words.Length > 1 && Actions.IsVerb(change.Result.Words[0]) && !Actions.IsVerb(from.Words[0]) && (!Actions.IsParticiple(change.Result.Words[0]) || Actions.IsHaving(change.Result.Words[0])))
        {
            change = change with { Result = change.Result[1..], Aspect = Aspect.None };
        }

        var isMaterial = change.Aspect == Aspect.Material || WordSets.IsMaterial(from);
        return ThingRule.Exchange(edit, old, isMaterial && Materials.Read(change) is { } material ? change with { Result = material } : change, from);
    }

    // The original attribute, preferably near the subject: in "a white shirt and a white hat", the shirt's white.
    private static NounSpan? Old(FreeCaption caption, Phrase from, Phrase subject)
    {
        var all = caption.Spans(from);
        var near = subject.IsEmpty ? [] : caption.Spans(subject).SelectMany(span => all.Where(old => old.Named >= span.Start && old.End <= span.End)).ToList();
        return near is [var one] ? one : all is [var only] ? only : null;
    }
}
