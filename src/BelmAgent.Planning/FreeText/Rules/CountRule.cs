using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText.Rules;

/// <summary>Changes the number of things: "two more dogs", "make it four dogs", "remove one dog".</summary>
internal sealed class CountRule : Rule
{
    private const int MaxNumber = 20;

    /// <inheritdoc/>
    public override Placement? Place(Edit edit)
    {
        if (edit.Change is not Change.Count count)
        {
            return null;
        }

        var (found, question) = edit.Caption.Find(count.What, edit.Antecedent);
        if (found is not { } span)
        {
            return question;
        }

        var now = Groups.NumberOf(edit.Words, span);
        var number = !count.IsDifference ? count.Number : count.Number == 0 ? now * 2 : now + count.Number;
        return number switch
        {
            null when count.Number > 0 => Additions.After(edit.Caption, span, new([Numbers.Name(count.Number), "more"]), EditType.AddObject),
            null or > MaxNumber => Placement.Ask($"How many {Numbers.Plural(edit.Words[span.End - 1])} should there be?", "The caption does not say how many there are."),
            <= 0 => RuleBook.Place(new Edit(edit.Caption, new Change.Remove(count.What), edit.Antecedent)),
            { } some => edit.Done(
                Groups.WithNumber(edit.Text, span, some),
                some > (now ?? int.MaxValue) ? EditType.AddObject : EditType.DeleteObject,
                $"there {(some == 1 ? "is" : "are")} {Numbers.Name(some)}",
                new Phrase(edit.Words[span.End - 1]),
                edit.Words[Math.Max(0, span.Start - 2)..span.End]),
        };
    }
}
