using System.Text.Json;
using BelmAgent.Editing.Checks;

namespace BelmAgent.Editing.Tests.Checks;

public class EditCheckTests
{
    [Theory]
    [InlineData(true, EditFault.None, 0, EditOutcome.Passed)]
    [InlineData(true, EditFault.None, -1, EditOutcome.Passed)]
    [InlineData(true, EditFault.Collateral, 1, EditOutcome.PassedWithChanges)]
    [InlineData(true, EditFault.None, 1, EditOutcome.PassedWithChanges)]
    [InlineData(true, EditFault.Damaged, 0, EditOutcome.Failed)]
    [InlineData(true, EditFault.Damaged, 1, EditOutcome.Failed)]
    [InlineData(false, EditFault.NotSeen, 0, EditOutcome.Failed)]
    [InlineData(false, EditFault.None, 0, EditOutcome.Failed)]
    [InlineData(false, EditFault.Unchanged, 0, EditOutcome.Failed)]
    [InlineData(null, EditFault.None, -1, EditOutcome.NotChecked)]
    [InlineData(null, EditFault.Collateral, -1, EditOutcome.NotChecked)]
    [InlineData(null, EditFault.Damaged, -1, EditOutcome.Failed)]
    [InlineData(null, EditFault.Unchanged, -1, EditOutcome.Failed)]
    public void The_outcome_follows_from_what_was_found(bool? shows, EditFault fault, int changes, EditOutcome outcome)
    {
        var check = new EditCheck
        {
            Expected = "a blue house",
            ShowsRequest = shows,
            Fault = fault,
            Changes = changes < 0 ? null : [.. Enumerable.Repeat("the sun vanished", changes)],
        };

        Assert.Equal(outcome, check.Result);
    }

    [Theory]
    [InlineData(EditOutcome.Passed, "passed")]
    [InlineData(EditOutcome.PassedWithChanges, "passed_with_changes")]
    [InlineData(EditOutcome.Failed, "failed")]
    [InlineData(EditOutcome.NotChecked, "not_checked")]
    public void Json_has_one_word_for_it_that_survives_reading(EditOutcome outcome, string word)
    {
        var check = new EditCheck
        {
            Expected = "a blue house",
            ShowsRequest = outcome switch { EditOutcome.NotChecked => null, var known => known != EditOutcome.Failed },
            Changes = outcome == EditOutcome.PassedWithChanges ? ["the sun vanished"] : [],
        };

        var json = JsonSerializer.Serialize(check);

        Assert.Equal(word, JsonSerializer.Deserialize<JsonElement>(json).GetProperty("result").GetString());
        Assert.Equal(outcome, JsonSerializer.Deserialize<EditCheck>(json)!.Result);
    }
}
