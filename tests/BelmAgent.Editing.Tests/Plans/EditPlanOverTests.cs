using System.Reflection;
using System.Text.Json;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Tests.Plans;

/// <summary>Settings of one plan are laid over another's, all of them; words stay.</summary>
public sealed class EditPlanOverTests
{
    private static readonly string[] Words =
    [
        nameof(EditPlan.Request), nameof(EditPlan.Answers), nameof(EditPlan.Revises), nameof(EditPlan.SourcePrompt), nameof(EditPlan.TargetPrompt),
        nameof(EditPlan.EditType), nameof(EditPlan.Seed), nameof(EditPlan.ChosenByPlanner),
    ];

    private static readonly EditPlan Planned = new()
    {
        Request = "make it blue",
        SourcePrompt = "a red house",
        TargetPrompt = "a blue house",
        EditType = EditType.ChangeColor,
        Steps = 11,
        Guidance = 2,
        Parameters = new(Kappa: 0.25),
        DirectInversion = new() { Blend = BlendKind.Departure, MaskId = "msk_1" },
    };

    private static readonly EditPlan Full = EditPlan.Open with
    {
        DirectInversion = new()
        {
            Control = AttentionControl.PromptToPrompt,
            CrossSteps = 0.4,
            SelfSteps = 0.3,
            CrossMode = CrossMode.Replace,
            WordSteps = new Dictionary<string, double> { ["a"] = 0.1 },
            WordWeights = new Dictionary<string, double> { ["b"] = 2 },
            Blend = BlendKind.Words,
            BlendWords = ["c"],
            BlendStart = 0.2,
            BlendThreshold = 0.5,
            MaskId = "msk_2",
        },
        Strength = 0.7,
        Guidance = 3,
        Steps = 12,
        Sampler = "belm",
        Parameters = new(0.5, 0.9, 0.8, true, 3),
        TargetSampler = TargetSampler.Kick,
        Start = EditStart.Picture,
        Frame = new() { Fit = PictureFit.Pad, Window = EditWindow.Parse("1,2,3,4"), Compose = false },
        Attempts = 2,
    };

    [Fact]
    public void What_is_open_leaves_the_plan_as_it_was() => Assert.Equal(Json(Planned), Json(EditPlan.Open.Over(Planned)));

    [Fact]
    public void Every_setting_is_laid_over_and_no_word()
    {
        var laid = Full.Over(Planned);

        foreach (var property in typeof(EditPlan).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var from = Words.Contains(property.Name) ? Planned : Full;
            // A setting that is added to the plan must be set above, and so must be one of those that are laid over.
            Assert.True(Words.Contains(property.Name) || property.GetValue(Full) is not null, property.Name);
            Assert.Equal(JsonSerializer.Serialize(property.GetValue(from)), JsonSerializer.Serialize(property.GetValue(laid)));
        }

        Assert.Equal(Full.Frame, Full.Over(Planned with { Frame = new() { Fit = PictureFit.Crop, Window = EditWindow.Off, Compose = true } }).Frame);
        Assert.Equal(new FrameSetting { Fit = PictureFit.Crop, Compose = false }, (EditPlan.Open with { Frame = new() { Compose = false } }).Over(Planned with { Frame = new() { Fit = PictureFit.Crop, Compose = true } }).Frame);
        Assert.Equal(Full, JsonSerializer.Deserialize<EditPlan>(JsonSerializer.Serialize(Full))! with { DirectInversion = Full.DirectInversion });
        Assert.All(typeof(DirectInversionSetting).GetProperties(), property => Assert.NotNull(property.GetValue(Full.DirectInversion)));
    }

    [Fact]
    public void What_the_caller_gives_the_planner_has_not_chosen()
    {
        var planned = Planned with { ChosenByPlanner = Enum.GetValues<PlannerSetting>() };

        Assert.Equal(Enum.GetValues<PlannerSetting>(), (EditPlan.Open with { Steps = 9, DirectInversion = new() { MaskId = "msk_1" } }).Over(planned).ChosenByPlanner!);
        Assert.Equal(
            [PlannerSetting.CrossSteps, PlannerSetting.SelfSteps, PlannerSetting.Blend, PlannerSetting.BlendWords],
            (EditPlan.Open with { Strength = 0.5, DirectInversion = new() { Control = AttentionControl.None } }).Over(planned).ChosenByPlanner!);
        Assert.Null(Full.Over(planned).ChosenByPlanner);
        Assert.Null(Full.Over(Planned).ChosenByPlanner);
    }

    [Fact]
    public void Settings_of_samplers_are_flat_in_JSON_and_one_record_inside()
    {
        var json = JsonSerializer.SerializeToElement(Full);

        Assert.Equal((0.5, 0.9, 0.8, true), (
            json.GetProperty("kappa").GetDouble(), json.GetProperty("gamma").GetDouble(), json.GetProperty("mixing").GetDouble(), json.GetProperty("alternate").GetBoolean()));
        Assert.False(json.TryGetProperty("Parameters", out _));
        Assert.Equal(Full.Parameters, json.Deserialize<EditPlan>()!.Parameters);
        Assert.Equal(new SamplerParameters(0.5, 0.9, 0.8, false, 3), (Full with { Alternate = false }).Parameters);
    }

    private static string Json(EditPlan plan) => JsonSerializer.Serialize(plan);
}
