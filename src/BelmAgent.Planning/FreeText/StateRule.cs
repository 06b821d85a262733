using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Gives a thing a state: "make the sea rough".</summary>
internal sealed class StateRule : SubjectRule
{
    /// <inheritdoc/>
    protected override Placement? Place(Edit edit, Change.Become change, NounSpan span)
    {
        // An empty train has no passengers.
        if (change.Result.Bare.Words is ["empty" or "deserted" or "abandoned"] && span.End + 1 < edit.Text.End && edit.Words[span.End] is "with" or "full" or "crowded"
            && NounFinder.At(edit.Words, span.End + (edit.Words[span.End] is "with" ? 1 : 2)) is { } people && Nouns.IsAnimate(edit.Words[people.End - 1]))
        {
            var end = people.End < edit.Text.End && NounFinder.IsPredicate(edit.Words, people.End) ? Complement.EndAfter(edit.Words, people.End) : people.End;
            return Modify(new Edit(new FreeCaption(edit.Text.Remove(span.End, end)), change, edit.Antecedent), span, change.Result, EditType.ChangeContent, change.Subject) with { Gone = edit.Words[span.Start..end] };
        }

        // No barista is "tea".
        if (change.Result.Words is [var thing] && change.Link == ResultLink.None && Nouns.IsAnimate(edit.Words[span.End - 1]) && WordLexicon.IsThing(thing) && !WordLexicon.IsAdjective(thing) && !Nouns.IsAnimate(thing) && !WordSets.IsState(change.Result) && !NounModifiers.IsAdjective(thing))
        {
            return edit.Caption.Unclear(change.Result);
        }

        var isPose = change.Aspect == Aspect.Pose || EditKinds.OfModifier(change.Result, edit.Words[span.End - 1]) is EditType.ChangePose;
        return Modify(edit, span, change.Result, isPose ? EditType.ChangePose : EditType.ChangeContent, change.Subject);
    }

    /// <summary>Gives a thing a modifier, which replaces those that it excludes.</summary>
    /// <param name="edit">The edit.</param>
    /// <param name="span">The thing.</param>
    /// <param name="state">The modifier.</param>
    /// <param name="type">The kind of the change, unless the thing is scenery.</param>
    /// <param name="named">The request's words for the thing.</param>
    public static Placement Modify(Edit edit, NounSpan span, Phrase state, EditType type, Phrase named)
    {
        var head = edit.Words[span.End - 1];
        var noun = span with { IsSky = head.Equals("sky", StringComparison.OrdinalIgnoreCase) };
        var isScenery = WordSets.IsBackdrop(head) || (type == EditType.ChangeContent && (Places.IsPlace(edit.Text, span) || Weather.Read(state) is not null));
        var name = string.Join(' ', edit.Words[span.Named..span.End]);
        return edit.Done(NounModifiers.Set(edit.Text, noun, state.Bare, named), isScenery ? EditType.ChangeBackground : type, $"{name} becomes {state}", new Phrase(head), edit.Words[noun.Start..noun.End]);
    }
}
