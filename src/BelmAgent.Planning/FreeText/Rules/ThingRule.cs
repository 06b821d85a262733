using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText.Rules;

/// <summary>Exchanges a thing for another: "turn the dog into a cat".</summary>
internal sealed class ThingRule : SubjectRule
{
    /// <inheritdoc/>
    protected override Placement? Place(Edit edit, Change.Become change, NounSpan span) => IsThing(change) ? Exchange(edit, span, change, change.Subject) : null;

    /// <summary>Replaces the words of a thing by the result.</summary>
    /// <param name="edit">The edit.</param>
    /// <param name="span">The old thing.</param>
    /// <param name="change">The change.</param>
    /// <param name="said">The request's words for the old thing.</param>
    public static Placement Exchange(Edit edit, NounSpan span, Change.Become change, Phrase said)
    {
        var name = string.Join(' ', edit.Words[span.Named..span.End]);
        var after = NounExchange.Apply(edit.Text, span, change.Result, said);
        return edit.Done(after, EditKinds.OfExchange(edit.Text, span, change), $"{name} becomes {change.Result}", change.Result.Bare);
    }

    private static bool IsThing(Change.Become change) => change.Aspect == Aspect.None
        && ((change.Link is not ResultLink.None && !WordSets.IsState(change.Result)) || change.Result.IsIndefinite);
}
