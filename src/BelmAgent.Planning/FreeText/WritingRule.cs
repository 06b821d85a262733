using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Writes text on something: "write CLOSED on the sign".</summary>
internal sealed class WritingRule : Rule
{
    /// <inheritdoc/>
    public override Placement? Place(Edit edit)
    {
        if (edit.Change is not Change.Write write)
        {
            return null;
        }

        if (write.Where.IsEmpty && edit.Words.IndexOf("sign") < 0)
        {
            return Placement.Ask($"Where should \"{write.Text}\" be written?", "The request does not say on what.");
        }

        var (found, question) = edit.Caption.Find(write.Where.IsEmpty ? new Phrase("sign") : write.Where, edit.Antecedent);
        if (found is not { } span)
        {
            return question;
        }

        var start = Writings.StartAfter(edit.Words, span.End);
        var isPlural = WordLexicon.IsPlural(edit.Words[span.End - 1]);
        var after = start >= 0
            ? edit.Text.Replace(start, Writings.EndAfter(edit.Words, span.End), write.Text.Words)
            : edit.Text.Replace(span.End, span.End, ["that", isPlural ? "say" : "says", .. write.Text.Words]);
        return edit.Done(after, EditType.ChangeContent, $"{edit.Words[span.End - 1]} says {write.Text}", new Phrase(edit.Words[span.End - 1]), start >= 0 ? edit.Words[start..Writings.EndAfter(edit.Words, span.End)] : null);
    }
}
