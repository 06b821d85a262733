using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Plans;
using BelmAgent.Host.Output;

namespace BelmAgent.Host.Tests.Output;

public class AttemptLineTests
{
    [Theory]
    [InlineData(true, EditFault.None, null, "Attempt 2 (guidance 2 → 3): passed.")]
    [InlineData(true, EditFault.Collateral, "the sun became a moon", "Attempt 2 (guidance 2 → 3): changed without request: the sun became a moon.")]
    [InlineData(false, EditFault.NotSeen, null, "Attempt 2 (guidance 2 → 3): not visible yet; the check sees a red house.")]
    [InlineData(true, EditFault.Damaged, null, "Attempt 2 (guidance 2 → 3): the image came out damaged.")]
    [InlineData(false, EditFault.Unchanged, null, "Attempt 2 (guidance 2 → 3): hardly anything changed.")]
    [InlineData(null, EditFault.None, null, "Attempt 2 (guidance 2 → 3): not checked.")]
    [InlineData(null, EditFault.Collateral, null, "Attempt 2 (guidance 2 → 3): more of the image changed than such a request needs.")]
    public void Says_what_came_out(bool? shows, EditFault fault, string? change, string line)
    {
        var attempt = new EditAttempt
        {
            Number = 2,
            Change = "guidance 2 → 3",
            Plan = new EditPlan { SourcePrompt = "a red house", TargetPrompt = "a blue house" },
            Check = new EditCheck { Expected = "a blue house", Seen = "a red house", ShowsRequest = shows, Fault = fault, Changes = change is null ? null : [change] },
            Measures = new PictureComparison { Psnr = 30, BackgroundPsnr = 40, Ssim = 0.9, ChangedFraction = 0.1 },
            UnetEvaluations = 61,
            CheckEvaluations = 2,
        };

        Assert.Equal(line, AttemptLine.Create(attempt));
    }
}
