using System.Collections.Concurrent;
using System.Diagnostics;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Plugins.Chat;
using BelmAgent.Plugins.Telemetry;
using BelmAgent.Plugins.Tests.Fakes;
using BelmAgent.Plugins.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Plugins.Tests.Chat;

/// <summary>The traces of a turn.</summary>
public sealed class ChatTelemetryTests : IDisposable
{
    private const string Request = "make it night";
    private const string ConversationId = "ses_000000000000001";
    private readonly ConcurrentQueue<Activity> _spans = [];
    private readonly ActivityListener _listener;
    private readonly Activity _trace = new Activity("test").Start();

    public ChatTelemetryTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == BelmTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId == _trace.TraceId)
                {
                    _spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_turn_is_one_span_over_its_models_answers_and_tools(bool isStreamed)
    {
        using var house = new BelmHouse();
        await RunAsync(house, isStreamed);

        var turn = Assert.Single(_spans, span => span.DisplayName == "invoke_agent belm");
        Assert.Equal(("invoke_agent", "belm", ConversationId), (
            turn.GetTagItem("gen_ai.operation.name"), turn.GetTagItem("gen_ai.agent.name"), turn.GetTagItem("gen_ai.conversation.id")));
        Assert.Equal(["execute_tool belm_plan_edit", "execute_tool belm_edit_image"], Tools().Select(span => span.DisplayName));
        Assert.All(Tools(), tool => Assert.NotNull(tool.GetTagItem("gen_ai.tool.call.id")));
        Assert.Contains(_spans, span => (string?)span.GetTagItem("gen_ai.operation.name") == "chat");
        Assert.All(_spans.Where(span => span != turn), span => Assert.Equal(turn.SpanId, span.ParentSpanId));
    }

    [Fact]
    public async Task A_tool_that_is_called_in_another_way_has_a_span_too()
    {
        using var house = new BelmHouse();
        await house.Services.CreateBelmTools().Single(tool => tool.Name == "belm_describe_image").InvokeAsync(new() { ["image_id"] = house.ImageId });

        var tool = Assert.Single(Tools());
        Assert.Equal(("execute_tool belm_describe_image", "belm_describe_image"), (tool.DisplayName, tool.GetTagItem("gen_ai.tool.name")));
    }

    [Fact]
    public async Task A_turn_that_breaks_off_is_marked()
    {
        using var house = new BelmHouse();
        house.Service.Failure = new InvalidOperationException("the night was not found");
        await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(house, isStreamed: false));

        var turn = Assert.Single(_spans, span => span.DisplayName == "invoke_agent belm");
        Assert.Equal((ActivityStatusCode.Error, typeof(InvalidOperationException).FullName), (turn.Status, turn.GetTagItem("error.type")));
        Assert.DoesNotContain("night", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_that_fails_is_marked_and_no_tag_holds_its_message()
    {
        using var house = new BelmHouse();
        house.Service.Failure = new InvalidOperationException("the night was not found");
        var tool = house.Services.CreateBelmTools().Single(tool => tool.Name == "belm_generate_image");
        var client = new ScriptedChatClient(
            () => new FunctionCallContent("1", tool.Name, new Dictionary<string, object?> { ["prompt"] = "a house" }), () => new TextContent("done"));
        await client.Traced(house.Services).AsBuilder().UseFunctionInvocation().Build().GetResponseAsync("go", new ChatOptions { Tools = [tool] });

        Assert.Equal(typeof(InvalidOperationException).FullName, Assert.Single(Tools()).GetTagItem("error.type"));
        Assert.DoesNotContain("night", Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_said_is_traced_only_when_asked_for(bool include)
    {
        using var house = new BelmHouse(services => services.Configure<TelemetryOptions>(options => options.IncludePrompts = include));
        await RunAsync(house, isStreamed: true);

        Assert.Equal(include, Text().Contains(Request, StringComparison.Ordinal));
        Assert.Equal(include, Text().Contains("red house", StringComparison.Ordinal));
        Assert.Equal(include, Tools().All(tool => tool.GetTagItem("gen_ai.tool.call.arguments") is not null));
    }

    public void Dispose()
    {
        _trace.Dispose();
        _listener.Dispose();
    }

    private static async Task RunAsync(BelmHouse house, bool isStreamed)
    {
        var chat = house.Services.GetRequiredService<BelmAgentChat>();
        var conversation = new BelmConversation(new EditSession { Id = ConversationId, Created = default }) { ImageId = house.ImageId };
        if (!isStreamed)
        {
            await chat.SendAsync(conversation, Request);
            return;
        }

        await foreach (var _ in chat.StreamAsync(conversation, Request))
        {
        }
    }

    private IEnumerable<Activity> Tools() => _spans.Where(span => (string?)span.GetTagItem("gen_ai.operation.name") == "execute_tool");

    private string Text() => string.Join('\n', _spans.SelectMany(span => span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}")
        .Concat(span.Events.SelectMany(happened => happened.Tags.Select(tag => $"{tag.Key}={tag.Value}"))).Append(span.DisplayName)));
}
