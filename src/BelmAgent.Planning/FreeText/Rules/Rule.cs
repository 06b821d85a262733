using System.Collections.Immutable;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText.Rules;

/// <summary>One way to apply a change to a caption. Rules are tried in the order of <see cref="RuleBook"/>; the first that answers decides.</summary>
internal abstract class Rule
{
    /// <summary>Applies a change; null if the rule is not about it.</summary>
    public abstract Placement? Place(Edit edit);
}

/// <summary>A rule about something that becomes something else.</summary>
internal abstract class BecomeRule : Rule
{
    /// <inheritdoc/>
    public sealed override Placement? Place(Edit edit) => edit.Change is Change.Become become ? Place(edit, become) : null;

    /// <summary>Applies the change; null if the rule is not about it.</summary>
    protected abstract Placement? Place(Edit edit, Change.Become change);
}

/// <summary>A rule about one thing of the caption that becomes something else.</summary>
internal abstract class SubjectRule : Rule
{
    /// <inheritdoc/>
    public sealed override Placement? Place(Edit edit) => edit.Change is Change.Become become && edit.Found.Span is { } span ? Place(edit, become, span) : null;

    /// <summary>Applies the change; null if the rule is not about it.</summary>
    protected abstract Placement? Place(Edit edit, Change.Become change, NounSpan span);
}

/// <summary>A change that is to be applied to a caption.</summary>
internal sealed class Edit(FreeCaption caption, Change change, Phrase? antecedent)
{
    private (NounSpan? Span, Placement? Question)? _found;

    /// <summary>Gets the caption.</summary>
    public FreeCaption Caption => caption;

    /// <summary>Gets the caption's words.</summary>
    public CaptionText Text => caption.Words;

    /// <summary>Gets the caption's words.</summary>
    public ImmutableArray<string> Words => caption.Words.Words;

    /// <summary>Gets the change.</summary>
    public Change Change => change;

    /// <summary>Gets the antecedent of "it"; null if nothing was mentioned before.</summary>
    public Phrase? Antecedent => antecedent;

    /// <summary>Gets the only thing that the subject of the change names, or a question.</summary>
    public (NounSpan? Span, Placement? Question) Found => _found ??= Find();

    private (NounSpan? Span, Placement? Question) Find() =>
        change is Change.Become { Subject.IsPronoun: true, Subject.Words: ["it" or "this" or "that"] } become && antecedent is null && Pronouns.OfKind(caption, become.Result) is { } alike
            ? (alike, null)
            : caption.Find(Subject, antecedent);

    private Phrase Subject => change switch
    {
        Change.Become become => become.Subject,
        Change.Remove remove => remove.What,
        Change.Move move => move.What,
        _ => new Phrase(),
    };

    /// <summary>Returns the new caption, or a question if nothing changes.</summary>
    /// <param name="after">The new words.</param>
    /// <param name="type">The kind of the change.</param>
    /// <param name="reason">The change in words.</param>
    /// <param name="noun">The antecedent of "it" afterwards. Null: none.</param>
    /// <param name="gone">The words that the change replaces. Null: none but those that the request names.</param>
    public Placement Done(CaptionText after, EditType type, string reason, Phrase? noun = null, IEnumerable<string>? gone = null) =>
        after.ToString() == caption.Text
            ? Placement.Ask($"The caption already says \"{caption.Text}\". What should change?", "The request changes nothing.")
            : Placement.Done(new FreeCaption(after), type, reason) with { Antecedent = noun, Gone = [.. gone ?? []] };
}
