using System.Text.Json;
using System.Text.Json.Nodes;
using BelmAgent.Planning;
using BelmAgent.Plugins.Tests.Answers;

namespace BelmAgent.Plugins.Tests.Endpoints;

/// <summary>The entire loop of plan, approve, edit and answer with servers and models other than OpenAI's, complete and streamed.</summary>
public class ServerTests
{
    private const string Answer = "The house is blue now: {image_id}.";

    private static readonly (string Name, string Arguments) Plan = ("belm_plan_edit", """{"image_id":"{image}","request":"make the house blue"}""");
    private static readonly (string Name, string Arguments) Edit = ("belm_edit_image", """{"proposal_id":"{proposal_id}"}""");

    public static TheoryData<string, bool> DialectsInBothModes => BothModes(Dialects.All.Keys);

    public static TheoryData<string, bool> LooseServers => BothModes(Looseness.All.Keys);

    public static TheoryData<string, bool> Thoughts => BothModes(
    [
        "<think>A draft: <tool_call>{\"name\":\"belm_undo_edit\",\"arguments\":{}}</tool_call></think>TEXT",
        "<thinking>green?</thinking>\n\nTEXT",
        "<reasoning>green?</reasoning>TEXT",
        "Let me see, green?\n</think>\n\nTEXT",
        "[THINK]green?[/THINK]TEXT",
        "<|channel|>analysis<|message|>green?<|end|><|start|>assistant<|channel|>final<|message|>TEXT",
    ]);

    [Theory]
    [MemberData(nameof(DialectsInBothModes))]
    public async Task A_model_that_writes_its_calls_edits_once_and_says_so(string dialect, bool isStreamed)
    {
        await using var stage = new EndpointStage(
            isStreamed,
            ModelMove.Say("I will plan it.\n" + Dialects.Write(dialect, "belm_plan_edit", ("image_id", "{image}"), ("request", "make the house blue"))),
            ModelMove.Say(Dialects.Write(dialect, "belm_edit_image", ("proposal_id", "{proposal_id}"))),
            ModelMove.Say(Answer));

        var said = await stage.AskAsync();

        Assert.Equal($"I will plan it.The house is blue now: {stage.Conversation.ImageId}.", said.ReplaceLineEndings(""));
        Assert.Equal("make the house blue", stage.House.Service.Edited.Single().Recipe.Plan!.Request);
        await stage.AssertGoesOnAsync(2, 2);
    }

    [Theory]
    [MemberData(nameof(LooseServers))]
    public async Task A_server_that_is_not_OpenAIs_is_understood(string looseness, bool isStreamed)
    {
        var loosen = Looseness.All[looseness];
        await using var stage = new EndpointStage(
            isStreamed, ModelMove.Loose(loosen, null, Plan), ModelMove.Loose(loosen, null, Edit), ModelMove.Loose(loosen, Answer));

        Assert.Equal($"The house is blue now: {stage.Conversation.ImageId ?? "img_000000000000002"}.", await stage.AskAsync());

        await stage.AssertGoesOnAsync(2, 2);
    }

    [Theory]
    [MemberData(nameof(Thoughts))]
    public async Task What_a_model_thinks_is_neither_shown_nor_done(string thought, bool isStreamed)
    {
        var plan = Dialects.Write("hermes", "belm_plan_edit", ("image_id", "{image}"), ("request", "make the house blue"));
        await using var stage = new EndpointStage(
            isStreamed,
            ModelMove.Say(thought.Replace("TEXT", plan, StringComparison.Ordinal)),
            ModelMove.Loose(_ => { }, thought.Replace("TEXT", "", StringComparison.Ordinal), Edit),
            ModelMove.Say(thought.Replace("TEXT", Answer, StringComparison.Ordinal)));

        Assert.Equal($"The house is blue now: {stage.House.Service.Next}.", await stage.AskAsync());

        await stage.AssertGoesOnAsync(2, 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Calls_that_come_twice_are_run_once(bool isStreamed)
    {
        var written = Dialects.Write("hermes", "belm_generate_image", ("prompt", "a boat"));
        await using var stage = new EndpointStage(
            isStreamed, ModelMove.Loose(_ => { }, written, ("belm_generate_image", """{"prompt":"a boat"}""")), ModelMove.Say("Done."));

        Assert.Equal("Done.", await stage.AskAsync("draw a boat"));

        await stage.AssertGoesOnAsync(2, 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_streams_whatever_it_is_asked_for_is_understood(bool isStreamed)
    {
        await using var stage = new EndpointStage(isStreamed, Streamed(null, Plan), Streamed(null, Edit), Streamed(Answer));

        Assert.Equal($"The house is blue now: {stage.House.Service.Next}.", await stage.AskAsync());

        await stage.AssertGoesOnAsync(2, 2);
    }

    [Theory]
    [InlineData("application/json; charset=utf8", "")]
    [InlineData("text/plain", "\ufeff")]
    [InlineData("application/octet-stream", "\n\n  \n")]
    public async Task What_an_answer_is_called_matters_not(string type, string before)
    {
        await using var stage = new EndpointStage(isStreamed: false, new ModelMove((_, stream, _, _) =>
            LoopbackServer.RespondAsync(stream, 200, type, before + OpenAiProtocol.Answer("Grün: 青い.").Whole)));

        Assert.Equal("Grün: 青い.", await stage.AskAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_never_streams_is_understood(bool isStreamed)
    {
        await using var stage = new EndpointStage(isStreamed, Whole(null, Plan), Whole(null, Edit), Whole(Answer));

        Assert.Equal($"The house is blue now: {stage.House.Service.Next}.", await stage.AskAsync());

        await stage.AssertGoesOnAsync(2, 2);
    }

    [Theory]
    [InlineData("other ids", """[{"index":0,"id":"a","function":{"name":"belm_describe_image","arguments":"{\"image_id\":\"{image}\"}"}},{"index":0,"id":"b","function":{"name":"belm_list_history","arguments":"{}"}}]""")]
    [InlineData("no ids", """[{"index":0,"function":{"name":"belm_describe_image","arguments":"{\"image_id\":\"{image}\"}"}},{"index":0,"function":{"name":"belm_list_history","arguments":"{}"}}]""")]
    [InlineData("the same id", """[{"index":0,"id":"a","function":{"name":"belm_describe_image","arguments":"{\"image_id\":\"{image}\"}"}},{"index":0,"id":"a","function":{"name":"belm_list_history","arguments":"{}"}}]""")]
    [InlineData("the same id at other places", """[{"index":0,"id":"a","function":{"name":"belm_describe_image","arguments":"{\"image_id\":\"{image}\"}"}},{"index":1,"id":"a","function":{"name":"belm_list_history","arguments":"{}"}}]""")]
    [InlineData("no places", """[{"id":"a","function":{"name":"belm_describe_image","arguments":{"image_id":"{image}"}}},{"id":"b","function":{"name":"belm_list_history","arguments":{}}}]""")]
    [InlineData("pieces with the id repeated", """[{"index":0,"id":"a","function":{"name":"belm_describe_image","arguments":"{\"image_id\":"}},{"index":0,"id":"a","function":{"name":"belm_describe_image","arguments":"\"{image}\"}"}},{"index":0,"id":"b","function":{"name":"belm_list_history","arguments":""}},{"index":0,"id":"b","function":{"arguments":"{}"}}]""")]
    public async Task Calls_of_a_stream_are_told_apart(string how, string calls)
    {
        var chunks = JsonNode.Parse(calls)!.AsArray().Select(call => OpenAiProtocol.Delta(new JsonObject { ["tool_calls"] = new JsonArray(call!.DeepClone()) }));
        await using var stage = new EndpointStage(isStreamed: true, ModelMove.Raw("", [.. chunks, OpenAiProtocol.Delta([], "stop")]), ModelMove.Say("Done."));

        Assert.True(await stage.AskAsync() == "Done.", how);

        Assert.Equal(["caption", "images"], stage.Results.Select(result => result.EnumerateObject().Select(field => field.Name).First(name => name is "caption" or "images")));
        await stage.AssertGoesOnAsync(1, 1);
    }

    public static TheoryData<string, string, string?> Errors => new()
    {
        { """{"error":{"message":"Provider returned error","code":502}}""", "failed (502)", "Provider returned error" },
        { """{"error":"model runner has unexpectedly stopped"}""", "reports an error", "model runner has unexpectedly stopped" },
        { """{"object":"error","message":"out of memory","type":"InternalServerError","code":500}""", "failed (500)", "out of memory" },
        { """{"detail":"Model not loaded"}""", "reports an error", "Model not loaded" },
        { """{"choices":[{"index":0,"finish_reason":"error","error":{"message":"Overloaded","code":529}}]}""", "failed (529)", "Overloaded" },
        { """{"error":{"message":"This model's maximum context length is 4096 tokens","code":"context_length_exceeded"}}""", "too long", "maximum context length" },
        { """{"error":{"code":429,"message":"slow down"}}""", "no more requests", "slow down" },
        { """{"error":{"code":402,"message":"Insufficient credits"}}""", "requires payment", "Insufficient credits" },
        { """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", "reports an error", "Overloaded" },
        { """{"errors":[{"message":"no capacity"}]}""", "reports an error", "no capacity" },
        { """{"error":{}, "choices":[]}""", "", null },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task An_error_in_a_good_answer_is_an_error_in_the_servers_words(string body, string problem, string? said)
    {
        foreach (var isStreamed in (bool[])[false, true])
        {
            await using var stage = new EndpointStage(isStreamed, ModelMove.Raw(body, OpenAiProtocol.Delta(new JsonObject { ["content"] = "The hou" }), body));
            if (said is null && isStreamed)
            {
                continue;
            }

            var error = await Assert.ThrowsAsync<PlannerUnavailableException>(() => stage.AskAsync());

            Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
            Assert.Contains(said ?? "", error.Said ?? "", StringComparison.Ordinal);
            Assert.NotEmpty(error.Remedy);
            Assert.DoesNotContain("The hou", stage.Conversation.Session.Turns.LastOrDefault()?.Answer ?? "", StringComparison.Ordinal);
            await stage.AssertGoesOnAsync(1, 1);
        }
    }

    [Theory]
    [InlineData(402, """{"error":{"message":"Payment required"}}""", "requires payment (402)", "Add credit")]
    [InlineData(413, "Request Entity Too Large", "too long for the language model (413)", "new conversation")]
    [InlineData(400, """{"error":{"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}""", "too long for the language model (400)", "new conversation")]
    [InlineData(400, """{"error":{"message":"registry.ollama.ai/library/gemma:2b does not support tools"}}""", "cannot call tools (400)", "Choose a model that can")]
    [InlineData(400, """{"object":"error","message":"\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set"}""", "cannot call tools (400)", "switch tool calls on")]
    [InlineData(500, """{"error":{"code":500,"message":"tools param requires --jinja flag","type":"server_error"}}""", "cannot call tools (500)", "switch tool calls on")]
    [InlineData(404, """{"error":{"message":"No endpoints found that support tool use."}}""", "cannot call tools (404)", "Belm:Planner:Model")]
    [InlineData(429, """{"error":{"code":"insufficient_quota","message":"You exceeded your current quota"}}""", "requires payment (429)", "Add credit")]
    [InlineData(503, """{"error":{"message":"Loading model","type":"unavailable_error","code":503}}""", "failed (503)", "Try again")]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided: sk-abcdefgh12345678."}}""", "refused the key (401)", "ApiKey")]
    [InlineData(308, "Permanent Redirect", "has moved (308)", "Endpoint")]
    [InlineData(502, "<html><body>Bad gateway</body></html>", "failed (502)", "Try again")]
    public async Task A_status_gets_the_remedy_that_fits(int status, string body, string problem, string remedy)
    {
        foreach (var isStreamed in (bool[])[false, true])
        {
            await using var stage = new EndpointStage(isStreamed, new ModelMove((_, stream, _, _) => LoopbackServer.RespondAsync(stream, status, "application/json", body)));

            var error = await Assert.ThrowsAsync<PlannerUnavailableException>(() => stage.AskAsync());

            Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
            Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
            Assert.DoesNotContain("abcdefgh", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('<', error.Message);
            Assert.Equal(status, error.Status);
        }
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":null,"refusal":"I cannot help with that."}""", "stop", "I cannot help with that")]
    [InlineData("""{"role":"assistant","content":[{"type":"refusal","refusal":"No."}]}""", "stop", "No")]
    [InlineData("""{"role":"assistant","content":""}""", "content_filter", null)]
    [InlineData("""{"role":"model","refusal":"No."}""", "SAFETY", "No")]
    public async Task A_refusal_is_told_as_one(string message, string finish, string? words)
    {
        foreach (var isStreamed in (bool[])[false, true])
        {
            var whole = $$"""{"choices":[{"message":{{message}},"finish_reason":"{{finish}}"}]}""";
            var piece = $$"""{"choices":[{"delta":{{message}},"finish_reason":"{{finish}}"}]}""";
            await using var stage = new EndpointStage(isStreamed, ModelMove.Raw(whole, piece));

            var error = await Assert.ThrowsAsync<PlannerUnavailableException>(() => stage.AskAsync());

            Assert.Equal(("The language model refused.", words), (error.Problem, error.Said));
            await stage.AssertGoesOnAsync(1, 1);
        }
    }

    [Theory]
    [InlineData("""{"choices":[{"delta":{"content":"The hou"}}]}""", true)]
    [InlineData("""{"choices":[{"delta":{"content":"The house."},"finish_reason":"stop"}]}""", false)]
    public async Task A_stream_that_ends_with_its_connection_has_ended_only_if_its_answer_has(string chunk, bool isBroken)
    {
        await using var stage = new EndpointStage(isStreamed: true, new ModelMove((_, stream, _, _) => stream.WriteAsync(
            System.Text.Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: {chunk}\n\n")).AsTask()));

        if (isBroken)
        {
            Assert.Contains("broke off", (await Assert.ThrowsAsync<PlannerUnavailableException>(() => stage.AskAsync())).Problem, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal("The house.", await stage.AskAsync());
        }
    }

    private static ModelMove Streamed(string? text, params (string Name, string Arguments)[] calls) => new((_, stream, _, fill) =>
        LoopbackServer.StreamAsync(stream, OpenAiProtocol.Answer(text is null ? null : fill(text), [.. calls.Select(call => (call.Name, fill(call.Arguments)))]).Chunks));

    private static ModelMove Whole(string? text, params (string Name, string Arguments)[] calls) => new((_, stream, _, fill) =>
        LoopbackServer.RespondAsync(stream, 200, "application/json", OpenAiProtocol.Answer(text is null ? null : fill(text), [.. calls.Select(call => (call.Name, fill(call.Arguments)))]).Whole));

    private static TheoryData<string, bool> BothModes(IEnumerable<string> names) =>
        new((from name in names from isStreamed in (bool[])[false, true] select (name, isStreamed)).ToArray());
}
