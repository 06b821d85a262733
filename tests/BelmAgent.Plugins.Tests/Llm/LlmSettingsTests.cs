using System.Text.Json;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning;
using BelmAgent.Planning.Scenes;
using BelmAgent.Plugins.Endpoints;
using BelmAgent.Plugins.Planners;
using BelmAgent.Plugins.Tests.Fakes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using FunctionCallContent = Microsoft.Extensions.AI.FunctionCallContent;
using TextContent = Microsoft.Extensions.AI.TextContent;

namespace BelmAgent.Plugins.Tests.Llm;

/// <summary>A language model decides all three: the source prompt, the target prompt and the settings of Direct Inversion.</summary>
public class LlmSettingsTests
{
    private const string Caption = "a dog on a beach";
    private const string Sharp = "a brown dog on a sandy beach";

    public static TheoryData<PlannerMode> Roads => [PlannerMode.Structured, PlannerMode.Tools];

    [Theory]
    [MemberData(nameof(Roads))]
    public async Task A_model_that_chooses_well_is_followed(PlannerMode road)
    {
        var client = Model(road, new Dictionary<string, object?>
        {
            ["source_prompt"] = Sharp, ["target_prompt"] = "a black dog on a sandy beach", ["edit_type"] = "change_color", ["reason"] = "black",
            ["control"] = "prompt_to_prompt", ["cross_steps"] = 0.3, ["self_steps"] = 0.5, ["blend"] = "words", ["blend_words"] = new[] { "dog" }, ["strength"] = 0.8,
        });

        var outcome = await Planner(client, road).PlanAsync(new("make the dog black", Caption));

        var plan = outcome.Plan!;
        Assert.Equal((Sharp, "a black dog on a sandy beach"), (plan.SourcePrompt, plan.TargetPrompt));
        Assert.Equal((AttentionControl.PromptToPrompt, 0.3, 0.5, BlendKind.Words), (plan.DirectInversion.Control, plan.DirectInversion.CrossSteps, plan.DirectInversion.SelfSteps, plan.DirectInversion.Blend));
        Assert.Equal(["dog"], plan.DirectInversion.BlendWords!);
        Assert.Equal(0.8, plan.Strength);
        Assert.Equal([PlannerSetting.Control, PlannerSetting.CrossSteps, PlannerSetting.SelfSteps, PlannerSetting.Strength, PlannerSetting.Blend, PlannerSetting.BlendWords], plan.ChosenByPlanner!);
        Assert.Contains("control, cross steps, self steps, strength, blend, blend words by the planner", PlanWords.Settings(plan));
        Assert.Contains(outcome.Notes, note => note.Contains("chose control prompt-to-prompt, cross steps 0.3, self steps 0.5, strength 0.8, blend words, blend words dog", StringComparison.Ordinal) && note.Contains("change_color", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Roads))]
    public async Task What_the_model_leaves_out_is_left_to_the_preset(PlannerMode road)
    {
        var client = Model(road, new Dictionary<string, object?> { ["target_prompt"] = "a black dog on a beach", ["edit_type"] = "change_color", ["reason"] = "black" });

        var outcome = await Planner(client, road).PlanAsync(new("make the dog black", Caption));

        Assert.Equal(Caption, outcome.Plan!.SourcePrompt);
        Assert.Equal(new DirectInversionSetting(), outcome.Plan.DirectInversion);
        Assert.Null(outcome.Plan.Strength);
        Assert.Null(outcome.Plan.ChosenByPlanner);
        Assert.Empty(outcome.Notes);
    }

    [Theory]
    [MemberData(nameof(Roads))]
    public async Task A_setting_out_of_range_is_sent_back_once_with_the_reason(PlannerMode road)
    {
        var bad = new Dictionary<string, object?> { ["target_prompt"] = "a black dog on a beach", ["edit_type"] = "change_color", ["reason"] = "black", ["control"] = "p2p!", ["cross_steps"] = 3, ["strength"] = 0 };
        var good = new Dictionary<string, object?>(bad) { ["control"] = "prompt-to-prompt", ["cross_steps"] = 0.4, ["strength"] = 1 };
        var client = Model(road, bad, good);

        var outcome = await Planner(client, road).PlanAsync(new("make the dog black", Caption));

        Assert.Equal(2, client.Asked.Count);
        Assert.Contains("\"control\" must be none, prompt_to_prompt or mutual_self_attention; \"cross_steps\" must be from 0 to 1; \"strength\" must be above 0 and at most 1", client.Asked[1][^1].Text, StringComparison.Ordinal);
        Assert.Equal(AttentionControl.PromptToPrompt, outcome.Plan!.DirectInversion.Control);
    }

    [Theory]
    [MemberData(nameof(Roads))]
    public async Task A_model_that_insists_on_the_absurd_gets_the_preset_and_a_note(PlannerMode road)
    {
        var absurd = new Dictionary<string, object?>
        {
            ["source_prompt"] = "a horse", ["target_prompt"] = "a black dog on a beach", ["edit_type"] = "change_color", ["reason"] = "black",
            ["control"] = 7, ["self_steps"] = -1, ["blend"] = "words", ["blend_words"] = new[] { "unicorn" }, ["strength"] = "very",
        };
        var client = Model(road, absurd, absurd);

        var outcome = await Planner(client, road).PlanAsync(new("make the dog black", Caption));

        Assert.Equal(Caption, outcome.Plan!.SourcePrompt);
        Assert.Null(outcome.Plan.DirectInversion.Control);
        Assert.Null(outcome.Plan.DirectInversion.SelfSteps);
        Assert.Null(outcome.Plan.DirectInversion.BlendWords);
        Assert.Null(outcome.Plan.Strength);
        Assert.Contains(outcome.Notes, note => note.Contains("left to the preset", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_settings_may_stand_in_an_object_of_their_own()
    {
        var client = new ScriptedChatClient("""{"target_prompt":"a dog sitting on a beach","edit_type":"change_pose","reason":"sits","direct_inversion":{"control":"mutual_self_attention","self_steps":0.92}}""");

        var outcome = await Planner(client, PlannerMode.Structured).PlanAsync(new("let the dog sit", Caption));

        Assert.Equal((AttentionControl.MutualSelfAttention, 0.92), (outcome.Plan!.DirectInversion.Control, outcome.Plan.DirectInversion.SelfSteps));
    }

    [Fact]
    public async Task In_a_closed_world_the_source_prompt_is_the_caption()
    {
        var client = Model(PlannerMode.Structured, new Dictionary<string, object?> { ["source_prompt"] = $"{BelmHouse.Caption}, in summer", ["target_prompt"] = "a blue house on the left, on grass, under a blue sky, with a sun", ["edit_type"] = "change_color", ["reason"] = "blue" });

        var outcome = await new LlmPlanner(KernelOf(client), new PromptLibrary(), SceneVocabulary.ToyTown).PlanAsync(new("make the house blue", BelmHouse.Caption));

        Assert.Equal(BelmHouse.Caption, outcome.Plan!.SourcePrompt);
    }

    private static ScriptedChatClient Model(PlannerMode road, params Dictionary<string, object?>[] answers) => road == PlannerMode.Tools
        ? new([.. answers.Select<Dictionary<string, object?>, Func<AIContent>>(answer => () => new FunctionCallContent("1", "propose_plan", Plain(answer)))])
        : new([.. answers.Select<Dictionary<string, object?>, Func<AIContent>>(answer => () => new TextContent(JsonSerializer.Serialize(answer)))]);

    private static Dictionary<string, object?> Plain(Dictionary<string, object?> answer) => JsonSerializer.Deserialize<Dictionary<string, object?>>(JsonSerializer.Serialize(answer))!;

    private static LlmPlanner Planner(IChatClient client, PlannerMode road) => new(KernelOf(client), new PromptLibrary(), null, mode: road);

    private static Kernel KernelOf(IChatClient client)
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton(client);
        return builder.Build();
    }
}
