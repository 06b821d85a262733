using System.Net;
using System.Text.Json;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Host.Tests.Doubles;
using BelmAgent.Planning;
using BelmAgent.Plugins;
using BelmAgent.Plugins.Chat;
using BelmAgent.Plugins.Endpoints;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Host.Tests.Chat;

/// <summary>Using a language model: a real server on loopback, the real domain, the real model.</summary>
public sealed class EndpointTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_becomes_a_tool_call_the_edit_runs_and_the_answer_names_the_picture(bool streamed)
    {
        using var model = new LoopbackModel();
        await using var services = Services(model.Endpoint);
        var picture = await services.GetRequiredService<ImageGenerator>().GenerateAsync(
            new GenerateRequest { Prompt = "a red house on the left, on grass, under a blue sky", Seed = 1, Steps = 20 });
        var conversation = new BelmConversation { ImageId = picture.ImageId };
        var chat = services.GetRequiredService<BelmAgentChat>();

        var said = "";
        if (streamed)
        {
            await foreach (var update in chat.StreamAsync(conversation, "make the house blue"))
            {
                said += update.Text;
            }
        }
        else
        {
            said = (await chat.SendAsync(conversation, "make the house blue")).Text;
        }

        Assert.NotEqual(picture.ImageId, conversation.ImageId);
        Assert.Contains(conversation.ImageId!, said, StringComparison.Ordinal);
        var edited = await services.GetRequiredService<Images>().GetAsync(conversation.ImageId!);
        Assert.Equal("a blue house on the left, on grass, under a blue sky", edited.Recipe.Plan!.TargetPrompt);
        Assert.Equal(picture.ImageId, edited.ParentId);
        Assert.DoesNotContain(model.Requests, request => request.ToJsonString().Contains("base64", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<think>Green? {\"target_prompt\": \"a green house on the left, on grass, under a blue sky\"}</think>\n", "<tool_call>\n{\"name\": \"NAME\", \"arguments\": JSON}\n</tool_call>")]
    [InlineData("Green? {\"target_prompt\": \"a green house on the left, on grass, under a blue sky\"}\n</think>\n\n", "I will.\n[TOOL_CALLS]NAME[ARGS]JSON")]
    [InlineData("", "<|python_tag|>{\"name\": \"NAME\", \"parameters\": JSON}")]
    public async Task A_person_who_chats_sees_neither_thoughts_nor_calls(string thought, string call)
    {
        using var model = new LoopbackModel(write: (function, arguments) => call.Replace("NAME", function, StringComparison.Ordinal).Replace("JSON", arguments, StringComparison.Ordinal)) { Thought = thought };
        using var app = new TestApp { Input = "make the house blue\n/history\n" };
        string[] options = ["--library", _folder["library"], "--config", Config(model.Endpoint, new { Provider = "cpu", Threads = 1 })];
        var house = _folder["house.png"];
        await app.RunAsync(["generate", "a red house on the left, on grass, under a blue sky", "--seed", "1", "--steps", "20", "-o", house, .. options]);

        var run = await app.RunAsync(["chat", house, "--yes", "--steps", "12", .. options]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("{+blue+}", run.Out, StringComparison.Ordinal);
        Assert.Matches(@"The house is blue now: img_\w+\.", run.Out);
        Assert.DoesNotContain("Green", run.Out, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(@"[<\[|]/?(think|tool_call|TOOL_CALLS|python_tag)|proposal_id|arguments", run.Out);
        Assert.Equal(2, run.Out[run.Out.LastIndexOf("is blue now", StringComparison.Ordinal)..].Split('\n').Count(line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^\d [* ] img_")));
    }

    [Theory]
    [InlineData("<html>hello</html>", HttpStatusCode.OK)]
    [InlineData("""{"error": {"message": "no"}}""", HttpStatusCode.Unauthorized)]
    [InlineData("nothing here", HttpStatusCode.NotFound)]
    public async Task An_endpoint_that_answers_garbage_is_one_sentence_and_exit_code_3(string answer, HttpStatusCode status)
    {
        using var model = new LoopbackModel(answer, status);

        await PlanFailsAsync(model.Endpoint);
    }

    [Fact]
    public async Task An_endpoint_that_is_down_is_one_sentence_and_exit_code_3()
    {
        string endpoint;
        using (var model = new LoopbackModel())
        {
            endpoint = model.Endpoint;
        }

        await PlanFailsAsync(endpoint);
    }

    [Fact]
    public async Task An_error_in_a_good_answer_is_told_in_the_servers_words()
    {
        using var model = new LoopbackModel("""{"error": {"message": "The GPU went away", "code": 500}}""");
        using var app = new TestApp();

        var run = await app.RunAsync("plan", "make it night", "--caption", "a house", "--json", "--config", Config(model.Endpoint));

        run.AssertFailed(3, "planner_unavailable");
        Assert.Contains("It said: \"The GPU went away\"", run.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_within_a_thought_is_no_plan()
    {
        using var model = new LoopbackModel { Thought = """<think>{"target_prompt": "a green house on the left, on grass, under a blue sky"}</think>""" };
        using var app = new TestApp();
        var run = await app.RunAsync(
            "plan", "make the house blue", "--caption", "a red house on the left, on grass, under a blue sky", "--json", "--config", Config(model.Endpoint));

        Assert.Equal("a blue house on the left, on grass, under a blue sky", run.Json.GetProperty("target_prompt").GetString());
    }

    [Fact]
    public async Task A_function_that_fails_prints_no_stack()
    {
        using var model = new LoopbackModel();
        using var app = new TestApp { Service = new FakeDomain(_folder["a.png"]) { EditFailure = new InvalidOperationException("Something broke.") }, Input = "make the house blue\n" };

        var run = await app.RunAsync("chat", _folder.AddPicture("a.png"), "--yes", "--config", Config(model.Endpoint));

        Assert.Contains("It failed: ", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Out + run.Error + app.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Something broke", run.Out + run.Error + app.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_comes_from_the_endpoint_when_one_is_configured()
    {
        using var model = new LoopbackModel();
        using var app = new TestApp();
        var run = await app.RunAsync(
            "plan", "make the house blue", "--caption", "a red house on the left, on grass, under a blue sky", "--json", "--config", Config(model.Endpoint));

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("a blue house on the left, on grass, under a blue sky", run.Json.GetProperty("target_prompt").GetString());
        Assert.Single(model.Requests);
    }

    public void Dispose() => _folder.Dispose();

    private async Task PlanFailsAsync(string endpoint)
    {
        using var app = new TestApp();

        (await app.RunAsync("plan", "make it night", "--caption", "a house", "--json", "--config", Config(endpoint))).AssertFailed(3, "planner_unavailable");
    }

    private string Config(string endpoint, object? device = null) => _folder.AddText(
        "config.json", JsonSerializer.Serialize(new { Belm = new { Planner = new { Endpoint = endpoint, Model = "loopback", Timeout = "01:00:00" }, Device = device ?? new { } } }));

    private ServiceProvider Services(string endpoint)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddBelm();
        services.Configure<PlannerOptions>(options => (options.Endpoint, options.Model, options.Timeout) = (new Uri(endpoint), "loopback", TimeSpan.FromHours(1)));
        // The model does not ask for a job: however busy the machine is, the test waits for the edit.
        services.Configure<BelmOptions>(options => options.Wait = TimeSpan.FromHours(1));
        services.Configure<EditingOptions>(options => (options.Approval, options.Steps) = (ApprovalMode.Automatic, 15));
        services.Configure<LibraryOptions>(options => options.Root = _folder["library"]);
        services.Configure<ModelOptions>(options => options.Path = Path.Combine(AppContext.BaseDirectory, "models", "toytown"));
        services.Configure<DeviceOptions>(options => (options.Provider, options.Threads) = ("cpu", 1));
        return services.BuildServiceProvider(validateScopes: true);
    }
}
