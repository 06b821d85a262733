using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Tests.Attempts;

public class RetryPolicyTests
{
    [Theory]
    [InlineData(EditFault.NotSeen)]
    [InlineData(EditFault.Unchanged)]
    [InlineData(EditFault.Collateral)]
    [InlineData(EditFault.Damaged)]
    public void Each_step_changes_one_setting_and_the_ladder_ends(EditFault fault)
    {
        var (plan, tried) = (Judged.Plan with { TargetSampler = TargetSampler.Carried, Strength = 0.9 }, new HashSet<string>());
        while (RetryPolicy.Next(plan, fault, Judged.Asked, tried) is var (next, rung, change))
        {
            Assert.True(tried.Add(rung));
            Assert.Equal(1, Differences(plan, next));
            Assert.Matches("^[a-z_]+ .+ → .+$", change);
            plan = next;
        }

        Assert.InRange(tried.Count, 2, 10);
    }

    [Fact]
    public void No_attempt_takes_more_steps_than_any_request_may()
    {
        var (plan, tried) = (Judged.Plan, new HashSet<string>());
        while (RetryPolicy.Next(plan, EditFault.NotSeen, Judged.Asked, tried, mostSteps: 39) is var (next, rung, _))
        {
            tried.Add(rung);
            plan = next;
            Assert.Equal(20, plan.Steps);
        }
    }

    [Theory]
    [InlineData(EditFault.Damaged)]
    [InlineData(EditFault.Collateral)]
    public void A_background_that_came_out_wrong_is_tried_with_the_other_sampler(EditFault fault)
    {
        var asked = Judged.Asked with { EditType = EditType.ChangeBackground };
        foreach (var (configured, change) in (ReadOnlySpan<(string?, string)>)[(null, "target_sampler trajectory-corrected → carried"), ("o-belm", "sampler o-belm → ddim")])
        {
            var plan = PlanResolver.Resolve(asked with { Guidance = 2, Steps = 20 }, new EditingOptions { Sampler = configured });

            var next = RetryPolicy.Next(plan, fault, asked, [])!.Value;

            Assert.Equal(change, next.Change);
            Assert.Equal(next.Plan, PlanResolver.Resolve(next.Plan, new EditingOptions()));
            Assert.False(RetryPolicy.Next(plan, fault, asked with { Sampler = plan.Sampler }, [])!.Value.Rung is "sampler" or "carried");
        }

        var ddim = PlanResolver.Resolve(asked with { Guidance = 2, Steps = 20 }, new EditingOptions());
        Assert.Equal("sampler ddim → o-belm", RetryPolicy.Next(ddim, fault, asked, ["carried"])!.Value.Change);

        Assert.DoesNotContain("sampler", RetryPolicy.Next(Judged.Plan, fault, Judged.Asked, [])!.Value.Change);
    }

    [Fact]
    public void What_is_good_is_left_alone() => Assert.Null(RetryPolicy.Next(Judged.Plan, EditFault.None, Judged.Asked, []));

    [Fact]
    public void What_a_person_set_is_never_changed()
    {
        var asked = Judged.Asked with
        {
            Guidance = 2, Steps = 20, Strength = 0.7, TargetSampler = TargetSampler.Carried,
            DirectInversion = new DirectInversionSetting { Control = AttentionControl.None, Blend = BlendKind.None },
        };
        var plan = PlanResolver.Resolve(asked, new EditingOptions());

        Assert.All(Enum.GetValues<EditFault>(), fault => Assert.Null(RetryPolicy.Next(plan, fault, asked, [])));
    }

    public static TheoryData<string, DirectInversionSetting> Implied => new()
    {
        { "control", new DirectInversionSetting { WordWeights = new Dictionary<string, double> { ["blue"] = 2 } } },
        { "control", new DirectInversionSetting { CrossSteps = 0.5 } },
        { "attention", new DirectInversionSetting { WordSteps = new Dictionary<string, double> { ["blue"] = 0.2 } } },
        { "blend", new DirectInversionSetting { BlendWords = ["house"] } },
        { "blend", new DirectInversionSetting { BlendThreshold = 0.4 } },
        { "blend_threshold", new DirectInversionSetting { BlendStart = 0.1 } },
    };

    [Theory]
    [MemberData(nameof(Implied))]
    public void What_a_setting_implies_is_the_persons_too(string rung, DirectInversionSetting setting)
    {
        var asked = Judged.Asked with { DirectInversion = setting };
        foreach (var fault in Enum.GetValues<EditFault>())
        {
            var (plan, tried) = (PlanResolver.Resolve(asked, new EditingOptions()), new HashSet<string>());
            while (RetryPolicy.Next(plan, fault, asked, tried) is var (next, name, _))
            {
                tried.Add(name);
                plan = next;
            }

            Assert.DoesNotContain(rung, tried);
        }
    }

    [Fact]
    public void Too_little_holds_the_source_for_less_long_before_anything_else()
    {
        var plan = Judged.Plan with { DirectInversion = Judged.Plan.DirectInversion with { Control = AttentionControl.PromptToPrompt } };

        var next = RetryPolicy.Next(plan, EditFault.NotSeen, Judged.Asked, [])!.Value;

        Assert.Equal((0.2, 0.2), (next.Plan.DirectInversion.CrossSteps!.Value, next.Plan.DirectInversion.SelfSteps!.Value));
    }

    [Fact]
    public void A_broken_carried_pair_becomes_the_corrected_target() =>
        Assert.Equal(
            "target_sampler carried → trajectory-corrected",
            RetryPolicy.Next(Judged.Plan with { TargetSampler = TargetSampler.Carried }, EditFault.Damaged, Judged.Asked, [])!.Value.Change);

    [Theory]
    [InlineData("edict")]
    [InlineData("ddim")]
    [InlineData("o-belm")]
    [InlineData("belm")]
    public void Every_next_plan_is_one_that_the_resolver_lets_through(string sampler)
    {
        foreach (var fault in Enum.GetValues<EditFault>())
        {
            var (plan, tried) = (PlanResolver.Resolve(Judged.Asked with { Sampler = sampler }, new EditingOptions()), new HashSet<string>());
            while (RetryPolicy.Next(plan, fault, Judged.Asked, tried) is var (next, rung, _))
            {
                tried.Add(rung);
                plan = PlanResolver.Resolve(next, new EditingOptions());
                Assert.Equal(next, plan);
            }
        }
    }

    private static int Differences(EditPlan one, EditPlan other)
    {
        var (a, b) = (one.DirectInversion, other.DirectInversion);
        bool[] changed =
        [
            one.Guidance != other.Guidance, one.Steps != other.Steps, one.Strength != other.Strength, one.TargetSampler != other.TargetSampler,
            a.Control != b.Control, a.Blend != b.Blend, a.BlendThreshold != b.BlendThreshold, a.BlendStart != b.BlendStart,
            // The two windows of one control are one setting: how long the source holds.
            (a.CrossSteps, a.SelfSteps) != (b.CrossSteps, b.SelfSteps),
        ];
        return changed.Count(is_ => is_);
    }
}
