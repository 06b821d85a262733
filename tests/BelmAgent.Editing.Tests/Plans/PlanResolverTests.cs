using BelmAgent.Diffusion.Models;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Tests.Plans;

public sealed class PlanResolverTests
{
    [Theory]
    [InlineData(EditType.ChangeColor, BlendKind.Departure)]
    [InlineData(EditType.ChangeObject, BlendKind.Departure)]
    [InlineData(EditType.AddObject, BlendKind.Departure)]
    [InlineData(EditType.DeleteObject, BlendKind.Departure)]
    [InlineData(EditType.ChangeBackground, BlendKind.None)]
    [InlineData(EditType.ChangeStyle, BlendKind.None)]
    [InlineData(EditType.Random, BlendKind.None)]
    public void What_belongs_to_one_place_is_bounded(EditType kind, BlendKind blend) =>
        Assert.Equal(blend, Resolve(Plan() with { EditType = kind }).DirectInversion.Blend);

    [Theory]
    [InlineData(EditType.ChangeBackground, null, null, "ddim", TargetSampler.TrajectoryCorrected)]
    [InlineData(EditType.ChangeBackground, "o-belm", null, "o-belm", TargetSampler.TrajectoryCorrected)]
    [InlineData(EditType.ChangeBackground, null, TargetSampler.Kick, "o-belm", TargetSampler.Kick)]
    [InlineData(EditType.ChangeColor, null, null, "o-belm", TargetSampler.TrajectoryCorrected)]
    [InlineData(EditType.ChangeColor, "ddim", null, "ddim", TargetSampler.Carried)]
    public void The_kind_chooses_the_sampler_where_nobody_else_does(EditType kind, string? asked, TargetSampler? target, string expected, TargetSampler sampled)
    {
        var plan = Plan() with { EditType = kind, TargetSampler = target };
        foreach (var resolved in (EditPlan[])[Resolve(plan with { Sampler = asked }), PlanResolver.Resolve(plan, new EditingOptions { Sampler = asked })])
        {
            Assert.Equal((expected, sampled), (resolved.Sampler, resolved.TargetSampler));
        }
    }

    [Fact]
    public void A_resolved_plan_leaves_nothing_open()
    {
        foreach (var kind in Enum.GetValues<EditType>())
        {
            var plan = Resolve(Plan() with { EditType = kind });
            var open = typeof(DirectInversionSetting).GetProperties()
                .Where(property => property.Name != nameof(DirectInversionSetting.MaskId) && property.GetValue(plan.DirectInversion) is null);

            Assert.Empty(open);
            Assert.NotNull(plan.Guidance);
            Assert.NotNull(plan.TargetSampler);
        }
    }

    [Fact]
    public void What_a_plan_says_wins_over_the_preset()
    {
        var setting = new DirectInversionSetting { Blend = BlendKind.None, BlendThreshold = 0.7, Control = AttentionControl.MutualSelfAttention };

        var resolved = Resolve(Plan() with { DirectInversion = setting }).DirectInversion;

        Assert.Equal((BlendKind.None, 0.7, AttentionControl.MutualSelfAttention), (resolved.Blend, resolved.BlendThreshold, resolved.Control));
    }

    [Fact]
    public void Words_to_blend_by_ask_for_a_blend_by_words() =>
        Assert.Equal(BlendKind.Words, Resolve(Plan() with { DirectInversion = new() { BlendWords = ["car"] } }).DirectInversion.Blend);

    [Fact]
    public void A_preset_never_makes_a_sampler_refuse() =>
        Assert.Equal(BlendKind.None, Resolve(Plan() with { Sampler = "edict" }).DirectInversion.Blend);

    [Theory]
    [InlineData(3.0, 4.0, 2.0, 3)]
    [InlineData(null, 4.0, 2.0, 4)]
    [InlineData(null, null, 2.0, 2)]
    [InlineData(null, null, null, 5)]
    public void Guidance_is_the_plans_then_the_options_then_the_models(double? plan, double? options, double? model, double expected) =>
        Assert.Equal(expected, PlanResolver.Resolve(Plan() with { Guidance = plan }, new EditingOptions { Guidance = options }, new EditDefaults(model)).Guidance);

    [Theory]
    [InlineData(7, 8, 9, 7)]
    [InlineData(null, 8, 9, 8)]
    [InlineData(null, null, 9, 9)]
    [InlineData(null, null, null, 50)]
    public void So_are_steps(int? plan, int? options, int? model, int expected) =>
        Assert.Equal(expected, PlanResolver.Resolve(Plan() with { Steps = plan }, new EditingOptions { Steps = options }, new EditDefaults(Steps: model)).Steps);

    [Fact]
    public void Words_with_settings_of_their_own_ask_for_the_control_that_knows_words() =>
        Assert.Equal(AttentionControl.PromptToPrompt, Resolve(Plan() with { DirectInversion = new() { WordWeights = new Dictionary<string, double> { ["blue"] = 2 } } }).DirectInversion.Control);

    private static EditPlan Plan() => new() { SourcePrompt = "a red car", TargetPrompt = "a blue car", EditType = EditType.ChangeColor };

    private static EditPlan Resolve(EditPlan plan) => PlanResolver.Resolve(plan, new EditingOptions());
}
