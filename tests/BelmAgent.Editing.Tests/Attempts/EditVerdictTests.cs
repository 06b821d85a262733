using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Tests.Attempts;

public class EditVerdictTests
{
    public static TheoryData<EditFault, EditCheck, double> Cases => new()
    {
        { EditFault.None, Judged.Check(), 0.1 },
        { EditFault.None, Judged.Check(shows: null), 0.1 },
        { EditFault.Damaged, Judged.Check(noise: 2.6), 0.1 },
        { EditFault.Damaged, Judged.Check(shows: false, noise: 3), 0 },
        { EditFault.Unchanged, Judged.Check(shows: false), 0.001 },
        { EditFault.Unchanged, Judged.Check(shows: null), 0.001 },
        { EditFault.NotSeen, Judged.Check(shows: false), 0.1 },
        { EditFault.Collateral, Judged.Check(changes: "ground"), 0.1 },
        { EditFault.Collateral, Judged.Check(shows: null), 0.7 },
        { EditFault.None, Judged.Check(), 0.001 },
        { EditFault.None, Judged.Check(), 0.7 },
        { EditFault.None, Judged.Check(noise: null), 0.1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Names_the_gravest_fault(EditFault fault, EditCheck check, double changed) =>
        Assert.Equal(fault, EditVerdict.Judge(Judged.Plan, check, Judged.Measures(changed)));

    [Fact]
    public void A_plan_that_changes_nothing_may_change_nothing() =>
        Assert.Equal(EditFault.None, EditVerdict.Judge(Judged.Plan with { TargetPrompt = Judged.Plan.SourcePrompt }, Judged.Check(shows: null), Judged.Measures(changed: 0)));

    [Fact]
    public void A_whole_new_background_may_change_the_whole_picture() =>
        Assert.Equal(EditFault.None, EditVerdict.Judge(Judged.Plan with { EditType = EditType.ChangeBackground }, Judged.Check(shows: null), Judged.Measures(changed: 0.9)));

    [Theory]
    [InlineData(4.2, EditFault.None)]
    [InlineData(5.1, EditFault.Damaged)]
    public void Another_style_has_other_noise(double noise, EditFault fault) =>
        Assert.Equal(fault, EditVerdict.Judge(Judged.Plan with { EditType = EditType.ChangeStyle }, Judged.Check(noise: noise), Judged.Measures(changed: 0.9)));

    [Fact]
    public void A_small_mask_needs_a_small_change() =>
        Assert.Equal(EditFault.None, EditVerdict.Judge(Judged.Plan, Judged.Check(shows: null), Judged.Measures(changed: 0.002), open: 0.05));

    [Fact]
    public void What_has_no_fault_is_better_than_what_has_one_whatever_the_background()
    {
        var good = Judged.Attempt(Judged.Plan, 1, null, EditFault.None, background: 30);
        var wide = Judged.Attempt(Judged.Plan, 2, null, EditFault.Collateral, background: 50);

        Assert.True(EditVerdict.IsBetter(good, wide));
    }

    [Fact]
    public void Better_is_what_shows_the_wish_then_what_is_sound_then_what_leaves_the_rest_alone()
    {
        EditAttempt Of(EditFault fault, double background = 40) => Judged.Attempt(Judged.Plan, 1, null, fault, background);
        EditAttempt[] worstToBest = [Of(EditFault.Damaged), Of(EditFault.NotSeen, 45), Of(EditFault.Collateral) with { Check = Judged.Check(changes: "sky") with { Fault = EditFault.Collateral } }, Of(EditFault.None, 30), Of(EditFault.None, 40)];

        for (var i = 1; i < worstToBest.Length; i++)
        {
            Assert.True(EditVerdict.IsBetter(worstToBest[i], worstToBest[i - 1]), $"{i}");
            Assert.False(EditVerdict.IsBetter(worstToBest[i - 1], worstToBest[i]), $"{i}");
        }
    }

    [Fact]
    public void Of_damaged_pictures_the_one_with_less_noise_is_better_whatever_the_background()
    {
        EditAttempt Of(double noise, double background) =>
            Judged.Attempt(Judged.Plan, 1, null, EditFault.Damaged, background) with { Check = Judged.Check(noise: noise) with { Fault = EditFault.Damaged } };

        Assert.True(EditVerdict.IsBetter(Of(2.8, 30), Of(4.5, 50)));
        Assert.False(EditVerdict.IsBetter(Of(4.5, 50), Of(2.8, 30)));
    }
}
