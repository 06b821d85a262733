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
        if (isClause && WordClass.Places.Contains(clause.Words[0]) && OldPlace(edit, span) is var (from, to))
        {
            return edit.Done(edit.Text.Replace(from, to, clause.Words), EditType.ChangePose, $"{head} is {clause}", new Phrase(head), edit.Words[from..to]);
        }

        return isClause
            ? edit.Done(
                edit.Text.Replace(span.End, span.End, clause.Words), Places.IsPlace(edit.Text, span) ? EditType.ChangeBackground : EditType.ChangeContent, $"{head} is {clause}", new Phrase(head))
            : null;
    }

    // "a cat sitting | on a table" that should be on the floor
    private static (int From, int To)? OldPlace(Edit edit, NounSpan span)
    {
        var at = span.End < edit.Text.End && Actions.IsStance(edit.Words[span.End]) ? span.End + 1 : span.End;
        return at + 1 < edit.Text.End && edit.Words[at] is "on" or "in" or "at" or "under" or "behind" or "beside" && NounFinder.At(edit.Words, at + 1) is { } place && !Nouns.IsGarment(edit.Words[place.End - 1])
            ? (at, place.End) : null;
    }
}
