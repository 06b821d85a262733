using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText.Rules;

/// <summary>Puts a clause behind a thing: "covered with snow", "on fire".</summary>
internal sealed class ClauseRule : SubjectRule
{
    /// <inheritdoc/>
    protected override Placement? Place(Edit edit, Change.Become change, NounSpan span)
    {
        var (clause, head) = (change.Result, edit.Words[span.End - 1]);
        var isClause = clause.Words.Length > 1 && (clause.Words[0].EndsWith("ing", StringComparison.Ordinal) || clause.IndexOfAny(WordClass.Prepositions) >= 0);
        return isClause
            ? edit.Done(
                edit.Text.Replace(span.End, span.End, clause.Words), Places.IsPlace(edit.Text, span) ? EditType.ChangeBackground : EditType.ChangeContent, $"{head} is {clause}", new Phrase(head))
            : null;
    }
}
