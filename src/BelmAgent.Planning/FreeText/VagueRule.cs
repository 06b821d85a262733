using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Asks about a change without a result, or with one that no caption can say: "make it better".</summary>
internal sealed class VagueRule : BecomeRule
{
    /// <inheritdoc/>
    protected override Placement? Place(Edit edit, Change.Become change) =>
        change.Result.IsEmpty || change.Result.IsPronoun || change.Result.Words is [var only] && WordClass.Places.Contains(only) || WordSets.IsVague(change.Result) ? edit.Caption.Unclear(change.Result) : null;
}
