using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Puts a clause behind a thing: "covered with snow", "on fire".</summary>
internal sealed class ClauseRule : SubjectRule
{
    /// <inheritdoc/>
    protected override Placement? Place(Edit edit, Change.Become change, NounSpan span)
    {
        var (clause, head) = (change.Result, edit.Words[span.End - 1]);
        // "dark with candlelight", "shiny and with new wheels"
        var with = clause.Words.IndexOf("with");
        if (with is 1 && with + 1 < clause.Words.Length && (Scales.Has(clause.Words[0]) || WordSets.IsColor(clause.Words[0])) && NounModifiers.Set(edit.Text, span, clause[..1], change.Subject) is var stated)
        {
            var end = span.End + stated.Words.Length - edit.Words.Length;
            return edit.Done(stated.Replace(end, end, clause.Words[with..]), Places.IsPlace(edit.Text, span) ? EditType.ChangeBackground : EditType.ChangeContent, $"{head} is {clause}", new Phrase(head), edit.Words[span.Start..span.End]);
        }

        // "full of puppies" for "a basket of flowers", "filled with kids" for "an empty room"
        var isFull = clause.Words is ["full", "of", _, ..] or ["filled", "with", _, ..];
        if (isFull && span.End + 1 < edit.Text.End && edit.Words[span.End] is "of" && NounFinder.At(edit.Words, span.End + 1) is { } content)
        {
            return edit.Done(edit.Text.Replace(span.End + 1, content.End, clause.Words[2..]), EditType.ChangeContent, $"{head} is {clause}", new Phrase(head), edit.Words[span.Start..content.End]);
        }

        for (var at = span.Start; isFull && at < span.End - 1; at++)
        {
            if (Scales.Oppose(edit.Words[at], "full"))
            {
                return edit.Done(edit.Text.Replace(span.End, span.End, clause.Words).Replace(at, at + 1, []), EditType.ChangeContent, $"{head} is {clause}", new Phrase(head), edit.Words[span.Start..span.End]);
            }
        }

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
        var start = Additions.EndOfHost(edit.Text, span);
        var at = start < edit.Text.End && Actions.IsStance(edit.Words[start]) ? start + 1 : start;
        return at + 1 < edit.Text.End && edit.Words[at] is "on" or "in" or "at" or "under" or "behind" or "beside" or "over" or "above" or "near" && NounFinder.At(edit.Words, at + 1) is { } place && !Nouns.IsGarment(edit.Words[place.End - 1])
            ? (at, place.End) : null;
    }
}
