namespace BelmAgent.Plugins.Tests.Endpoints;

/// <summary>Small models write tool calls as text: these are calls all the same, and other text is text.</summary>
public class ToolTextTests
{
    private const string Done = "The picture is done.";

    public static TheoryData<string, bool> Calls => new((
        from text in (string[])
        [
            """{"name":"belm_edit_image","arguments":{"proposal_id":"{proposal_id}"}}""",
            """{"name":"edit_image","parameters":{"proposal_id":"{proposal_id}"}}""",
            """  {"tool":"belm-edit_image","args":{"proposal_id":"{proposal_id}"}}  """,
            """[{"name":"belm_edit_image","arguments":{"proposal_id":"{proposal_id}"}}]""",
            """{"name":"belm_edit_image","arguments":"{\"proposal_id\":\"{proposal_id}\"}"}""",
            """{"type":"function","function":{"name":"belm_edit_image","arguments":{"proposal_id":"{proposal_id}"}}}""",
            "```json\n{\"name\":\"belm_edit_image\",\"arguments\":{\"proposal_id\":\"{proposal_id}\"}}\n```",
            "```\n{\"name\":\"belm_edit_image\",\"arguments\":{\"proposal_id\":\"{proposal_id}\"}}\n```",
            "<tool_call>\n{\"name\":\"belm_edit_image\",\"arguments\":{\"proposal_id\":\"{proposal_id}\"}}\n</tool_call>",
            "<tool_call>{\"name\":\"belm_edit_image\",\"arguments\":{\"proposal_id\":\"{proposal_id}\"}}",
            "\n<tool_call>{\"name\":\"belm_edit_image\",\"arguments\":{\"proposal_id\":\"{proposal_id}\"}}</tool_call>\n",
        ]
        from isStreamed in (bool[])[false, true]
        select (text, isStreamed)).ToArray());

    public static TheoryData<string, bool> Prose => new((
        from text in (string[])
        [
            "{Hello} is what the sign should say; shall I?",
            "{",
            "[1] means the first picture.",
            "```\nmake the car blue\n```",
            """{"answer":"The house is red."}""",
            """{"name":"delete_all_pictures","arguments":{}}""",
            """{"name":5,"arguments":{}}""",
            "<tool_call>none was needed</tool_call>",
            "< 3",
            "null",
            """[{"name":"belm_describe_image"},5]""",
            "[]",
            "<tool_call>{\"name\":\"belm_describe_image\"}</tool_call> is what I would call.",
            "The call {\"name\":\"belm_undo_edit\",\"arguments\":{}} would undo it.",
        ]
        from isStreamed in (bool[])[false, true]
        select (text, isStreamed)).ToArray());

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_in_text_is_a_call(string text, bool isStreamed)
    {
        await using var stage = new EndpointStage(isStreamed, ModelMove.Plan, ModelMove.Say(text), ModelMove.Say(Done));

        Assert.Equal(Done, await stage.AskAsync());

        await stage.AssertGoesOnAsync(2, 2);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_in_text_that_comes_at_once_is_a_call(string text, bool isStreamed)
    {
        await using var stage = new EndpointStage(isStreamed, ModelMove.Plan, ModelMove.SayAtOnce(text), ModelMove.Say(Done));

        Assert.Equal(Done, await stage.AskAsync());

        await stage.AssertGoesOnAsync(2, 2);
    }

    public static TheoryData<string, bool> Pairs => new((
        from text in (string[])
        [
            """[{"name":"belm_describe_image","arguments":{"image_id":"{image}"}},{"name":"belm_list_history","arguments":{}}]""",
            "<tool_call>\n{\"name\":\"belm_describe_image\",\"arguments\":{\"image_id\":\"{image}\"}}\n</tool_call>\n<tool_call>\n{\"name\":\"belm_list_history\"}\n</tool_call>",
            "<tool_call>{\"name\":\"belm_describe_image\",\"arguments\":{\"image_id\":\"{image}\"}}<tool_call>{\"name\":\"belm_list_history\"}",
        ]
        from isStreamed in (bool[])[false, true]
        select (text, isStreamed)).ToArray());

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Several_calls_in_text_are_calls(string text, bool isStreamed)
    {
        await using var stage = new EndpointStage(isStreamed, ModelMove.Say(text), ModelMove.Say(Done));

        Assert.Equal(Done, await stage.AskAsync());

        Assert.Equal(["caption", "images"], stage.Results.Select(result => result.EnumerateObject().Select(field => field.Name).First(name => name is "caption" or "images")));
        await stage.AssertGoesOnAsync(1, 1);
    }

    [Theory]
    [MemberData(nameof(Prose))]
    public async Task Other_text_is_shown_as_it_is(string text, bool isStreamed)
    {
        await using var stage = new EndpointStage(isStreamed, ModelMove.Say(text));

        Assert.Equal(text, await stage.AskAsync());

        Assert.Empty(stage.Results);
        await stage.AssertGoesOnAsync(1, 1);
    }
}
