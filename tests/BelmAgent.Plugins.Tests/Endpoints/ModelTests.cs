using System.Text.Json;
using BelmAgent.Planning;
using BelmAgent.Plugins.Chat;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BelmAgent.Plugins.Tests.Endpoints;

/// <summary>Typical behaviour of models, over OpenAI's protocol, complete and streamed: no turn leaves anything in disorder.</summary>
public class ModelTests
{
    private const string Done = "The picture is done.";

    public static TheoryData<bool> Modes => [false, true];

    public static TheoryData<string, bool> BrokenArguments => new((
        from arguments in (string[])["{\"image_id\": \"img", "", "[1]", "null", "\"img_1\"", "{image_id: 5}", "{\"image_id\":{\"id\":1},\"request\":\"x\"}"]
        from isStreamed in (bool[])[false, true]
        select (arguments, isStreamed)).ToArray());

    public static TheoryData<string, string, string, bool> WrongIds => new((
        from call in ((string, string, string)[])
        [
            ("belm_describe_image", """{"image_id":"img_000000000000099"}""", "image_not_found"),
            ("belm_describe_image", """{"image_id":"../../etc/passwd"}""", "image_not_found"),
            ("belm_plan_edit", """{"image_id":"the house","request":"make it blue"}""", "image_not_found"),
            ("belm_undo_edit", """{"image_id":"{image}","to_image_id":"img_9"}""", "image_not_found"),
            ("belm_compare_images", """{"image_id":"{image}","other_image_id":"img_9"}""", "image_not_found"),
            ("belm_edit_image", """{"proposal_id":"prop_99"}""", "proposal_not_found"),
            ("belm_get_job", """{"job_id":"job_99"}""", "job_not_found"),
            ("belm_cancel_job", """{"job_id":"job_99"}""", "job_not_found"),
        ]
        from isStreamed in (bool[])[false, true]
        select (call.Item1, call.Item2, call.Item3, isStreamed)).ToArray());

    public static TheoryData<string, bool> Names => new((
        from name in (string[])["belm-edit_image", "belm.edit_image", "edit_image", "BELM_EDIT_IMAGE", "functions.belm_edit_image"]
        from isStreamed in (bool[])[false, true]
        select (name, isStreamed)).ToArray());

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_model_that_plans_and_edits(bool isStreamed)
    {
        await using var stage = new EndpointStage(isStreamed, ModelMove.Plan, ModelMove.Edit, ModelMove.Say(Done));

        Assert.Equal(Done, await stage.AskAsync());

        await stage.AssertGoesOnAsync(2, 2);
    }

    [Theory]
    [MemberData(nameof(BrokenArguments))]
    public async Task Arguments_that_are_no_object_are_answered_with_what_is_missing(string arguments, bool isStreamed)
    {
        await using var stage = new EndpointStage(isStreamed, ModelMove.Call("belm_plan_edit", arguments), ModelMove.Plan, ModelMove.Edit, ModelMove.Say(Done));

        Assert.Equal(Done, await stage.AskAsync());

        Assert.Contains(Code(stage.Results[0]), (string[])["missing_argument", "invalid_argument"]);
        await stage.AssertGoesOnAsync(2, 2);
    }

    [Theory]
    [MemberData(nameof(WrongIds))]
    public async Task An_unknown_id_is_an_error_that_names_what_there_is(string name, string arguments, string code, bool isStreamed)
    {
        await using var stage = new EndpointStage(isStreamed, ModelMove.Call(name, arguments), ModelMove.Plan, ModelMove.Edit, ModelMove.Say(Done));

        Assert.Equal(Done, await stage.AskAsync());

        Assert.Equal(code, Code(stage.Results[0]));
        Assert.NotEmpty(stage.Results[0].GetProperty("error").GetProperty("remedy").GetString()!);
        if (code == "image_not_found")
        {
            Assert.Contains(stage.House.ImageId, stage.Results[0].GetProperty("error").GetProperty("known_ids").EnumerateArray().Select(id => id.GetString()));
        }

        await stage.AssertGoesOnAsync(2, 2);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Invented_arguments_are_ignored_and_named(bool isStreamed)
    {
        await using var stage = new EndpointStage(
            isStreamed,
            ModelMove.Call("belm_plan_edit", """{"image_id":"{image}","request":"make the house blue","colour_space":"sRGB","steps":12}"""),
            ModelMove.Call("belm_edit_image", """{"proposal_id":"{proposal_id}","steps":99}"""),
            ModelMove.Say(Done));

        await stage.AskAsync();

        Assert.Equal(12, stage.House.Service.Proposed!.Plan.Steps);
        Assert.Equal("colour_space", stage.Results[0].GetProperty("ignored_arguments")[0].GetString());
        Assert.Equal("steps", stage.Results[1].GetProperty("ignored_arguments")[0].GetString());
        await stage.AssertGoesOnAsync(2, 2);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_wrong_type_is_an_error_that_says_the_right_one(bool isStreamed)
    {
        await using var stage = new EndpointStage(
            isStreamed,
            ModelMove.Call("belm_plan_edit", """{"image_id":"{image}","request":"make the house blue","steps":"many"}"""),
            ModelMove.Call("belm_plan_edit", """{"image_id":"{image}","request":"make the house blue","steps":"12"}"""),
            ModelMove.Edit,
            ModelMove.Say(Done));

        await stage.AskAsync();

        Assert.Contains("give a whole number", stage.Results[0].GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(12, stage.House.Service.Proposed!.Plan.Steps);
        await stage.AssertGoesOnAsync(2, 2);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_misspelled_tool_is_found(string name, bool isStreamed)
    {
        await using var stage = new EndpointStage(
            isStreamed, ModelMove.Plan, ModelMove.Call(name, """{"proposal_id":"{proposal_id}"}"""), ModelMove.Say(Done));

        Assert.Equal(Done, await stage.AskAsync());

        await stage.AssertGoesOnAsync(2, 2);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task An_unknown_tool_is_an_error_and_the_model_recovers(bool isStreamed)
    {
        await using var stage = new EndpointStage(
            isStreamed, ModelMove.Call("delete_all_pictures", """{"sure":true}"""), ModelMove.Plan, ModelMove.Edit, ModelMove.Say(Done));

        Assert.Equal(Done, await stage.AskAsync());

        Assert.Contains("not found", stage.Results[0].ToString(), StringComparison.Ordinal);
        await stage.AssertGoesOnAsync(2, 2);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Calls_in_one_answer_run_one_after_the_other(bool isStreamed)
    {
        await using var stage = new EndpointStage(
            isStreamed,
            ModelMove.Call(
                ("belm_plan_edit", """{"image_id":"{image}","request":"make the house blue","target_prompt":"a blue house"}"""),
                ("belm_plan_edit", """{"image_id":"{image}","request":"make the house green","target_prompt":"a green house"}""")),
            ModelMove.Call(("belm_edit_image", """{"proposal_id":"prop_1"}"""), ("belm_edit_image", """{"proposal_id":"prop_2"}""")),
            ModelMove.Say(Done));

        Assert.Equal(Done, await stage.AskAsync());

        Assert.Equal(["a blue house", "a green house"], stage.House.Service.Edited.Select(picture => picture.Recipe.Caption));
        Assert.All(stage.House.Service.Edited, picture => Assert.Equal(stage.House.ImageId, picture.ParentId));
        await stage.AssertGoesOnAsync(3, 3);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_model_that_never_stops_calling_is_stopped(bool isStreamed)
    {
        var looks = Enumerable.Repeat(ModelMove.Call("belm_describe_image", """{"image_id":"{image}"}"""), 9).ToArray();
        await using var stage = new EndpointStage(isStreamed, looks);

        var said = await stage.AskAsync();

        Assert.Equal(8, stage.Results.Count);
        Assert.NotEmpty(said);
        await stage.AssertGoesOnAsync(1, 1);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_turn_makes_no_more_pictures_than_it_may(bool isStreamed)
    {
        var makes = Enumerable.Repeat(ModelMove.Call("belm_generate_image", """{"prompt":"a red house"}"""), 6);
        await using var stage = new EndpointStage(isStreamed, [.. makes, ModelMove.Say(Done)]);

        Assert.Equal(Done, await stage.AskAsync());

        Assert.Equal([null, null, null, null, "limit_exceeded", "limit_exceeded"], stage.Results.Select(Code));
        await stage.AssertGoesOnAsync(5, 5);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Edits_count_as_pictures_of_the_turn(bool isStreamed)
    {
        await using var stage = new EndpointStage(isStreamed, ModelMove.Plan, ModelMove.Edit, ModelMove.Plan, ModelMove.Edit, ModelMove.Say(Done));
        stage.House.Services.GetRequiredService<IOptions<BelmOptions>>().Value.MaxPicturesPerTurn = 1;

        Assert.Equal(Done, await stage.AskAsync());

        Assert.Equal([null, null, null, "limit_exceeded"], stage.Results.Select(Code));
        await stage.AssertGoesOnAsync(2, 2);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task An_answer_that_never_comes_ends_the_turn(bool isStreamed)
    {
        await using var stage = new EndpointStage(isStreamed, ModelMove.Hang);

        var error = await Assert.ThrowsAsync<PlannerUnavailableException>(() => stage.AskAsync());

        Assert.Contains("within 3 s", error.Problem, StringComparison.Ordinal);
        await stage.AssertGoesOnAsync(1, 1);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task What_was_made_before_the_model_failed_is_kept(bool isStreamed)
    {
        await using var stage = new EndpointStage(isStreamed, ModelMove.Plan, ModelMove.Edit, ModelMove.Fail);

        await Assert.ThrowsAsync<PlannerUnavailableException>(() => stage.AskAsync());

        Assert.Single(stage.House.Service.Edited);
        await stage.AssertGoesOnAsync(2, 2);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task An_answer_that_breaks_off_in_a_call_calls_nothing(bool isStreamed)
    {
        await using var stage = new EndpointStage(
            isStreamed, ModelMove.Plan, ModelMove.BreakOff("belm_edit_image", """{"proposal_id":"{proposal_id}"}"""));

        await Assert.ThrowsAsync<PlannerUnavailableException>(() => stage.AskAsync());

        Assert.Empty(stage.House.Service.Edited);
        await stage.AssertGoesOnAsync(1, 1);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task An_invented_proposal_runs_nothing(bool isStreamed)
    {
        await using var stage = new EndpointStage(
            isStreamed, ModelMove.Call("belm_edit_image", """{"proposal_id":"prop_blue_house"}"""), ModelMove.Plan, ModelMove.Edit, ModelMove.Say(Done));

        Assert.Equal(Done, await stage.AskAsync());

        Assert.Equal("proposal_not_found", Code(stage.Results[0]));
        await stage.AssertGoesOnAsync(2, 2);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_model_cannot_approve(bool isStreamed)
    {
        await using var stage = new EndpointStage(
            isStreamed,
            ModelMove.Plan,
            ModelMove.Call(("belm_approve_edit", """{"proposal_id":"prop_1"}"""), ("belm_edit_image", """{"proposal_id":"prop_1","approved":true,"approved_by":"the person"}""")),
            ModelMove.Call("belm_edit_image", """{"proposal_id":"prop_1"}"""),
            ModelMove.Say("It was not approved."));
        stage.House.Service.Approves = false;

        await stage.AskAsync();

        Assert.Contains("not found", stage.Results[1].ToString(), StringComparison.Ordinal);
        Assert.Equal(["not_approved", "proposal_not_found"], stage.Results.Skip(2).Select(Code));
        Assert.Empty(stage.House.Service.Edited);
        await stage.AssertGoesOnAsync(1, 1);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_proposal_runs_once(bool isStreamed)
    {
        var edit = ModelMove.Call("belm_edit_image", """{"proposal_id":"prop_1"}""");
        await using var stage = new EndpointStage(isStreamed, ModelMove.Plan, edit, edit, ModelMove.Say(Done));

        Assert.Equal(Done, await stage.AskAsync());

        Assert.Equal([null, null, "proposal_not_found"], stage.Results.Select(Code));
        await stage.AssertGoesOnAsync(2, 2);
    }

    private static string? Code(JsonElement result) =>
        result.ValueKind == JsonValueKind.Object && result.TryGetProperty("error", out var error) ? error.GetProperty("code").GetString() : null;
}
