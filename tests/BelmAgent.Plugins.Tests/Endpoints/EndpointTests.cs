using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using System.Text.Json.Nodes;
using BelmAgent.Planning;
using BelmAgent.Plugins.Chat;
using BelmAgent.Plugins.Endpoints;
using BelmAgent.Plugins.Tests.Fakes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;

namespace BelmAgent.Plugins.Tests.Endpoints;

public class EndpointTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_becomes_tool_calls_an_edit_and_an_answer(bool streams)
    {
        await using var server = new LoopbackServer(OpenAiProtocol.EditAsync);
        using var house = House(server.Endpoint);
        var conversation = new BelmConversation { ImageId = house.ImageId };

        var text = await AskAsync(house, conversation, streams);

        Assert.Equal($"The house is blue now: {conversation.ImageId}.", text);
        Assert.NotEqual(house.ImageId, conversation.ImageId);
        Assert.Equal("a blue house on the left, on grass, under a blue sky, with a sun", house.Service.Proposed!.Plan.TargetPrompt);
        Assert.Equal(4, server.Requests.Count);
        Assert.Equal("m", server.Requests[0].GetProperty("model").GetString());
    }

    public static TheoryData<string, bool, string> Faults => new()
    {
        { "500", false, "failed (500)" },
        { "500", true, "failed (500)" },
        { "401", false, "refused the key (401)" },
        { "404", true, "(404)" },
        { "429", false, "(429)" },
        { "html", false, "is not an answer" },
        { "html", true, "" },
        { "broken", true, "" },
        { "cut", false, "" },
        { "slow", false, "within 60 s" },
        { "slow", true, "within 60 s" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_one_typed_error_with_a_remedy(string fault, bool streams, string part)
    {
        var clock = new HeldClock();
        await using var server = new LoopbackServer((_, stream) => FailAsync(fault, stream, clock));
        using var house = House(server.Endpoint, clock);

        var error = await Assert.ThrowsAsync<PlannerUnavailableException>(() => AskAsync(house, new() { ImageId = house.ImageId }, streams));

        Assert.Contains(part, error.Problem, StringComparison.Ordinal);
        Assert.Equal(1, error.Problem.Count(c => c == '.'));
        Assert.DoesNotContain('\n', error.Message);
        Assert.NotEmpty(error.Remedy);
    }

    [Fact]
    public async Task A_server_that_is_down_is_one_typed_error()
    {
        var server = new LoopbackServer((_, _) => Task.CompletedTask);
        var endpoint = server.Endpoint;
        await server.DisposeAsync();
        using var house = House(endpoint);

        var error = await Assert.ThrowsAsync<PlannerUnavailableException>(() => AskAsync(house, new() { ImageId = house.ImageId }, streams: false));

        Assert.Equal("The language model cannot be reached.", error.Problem);
    }

    [Fact]
    public async Task A_planner_that_is_down_is_a_result_of_the_tool()
    {
        await using var server = new LoopbackServer((_, stream) => FailAsync("500", stream, new HeldClock()));
        using var house = House(server.Endpoint);

        var result = await house.Services.GetRequiredService<BelmPlugin>().PlanEditAsync(house.ImageId, "make it night");

        Assert.Equal("planner_unavailable", result.Error!.Code);
    }

    [Fact]
    public async Task A_callers_cancellation_stays_one()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = new LoopbackServer(async (_, stream) =>
        {
            await cancel.CancelAsync();
            await stream.CopyToAsync(Stream.Null);
        });
        using var house = House(server.Endpoint);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            house.Services.GetRequiredService<BelmAgentChat>().SendAsync(new() { ImageId = house.ImageId }, "make it night", cancel.Token));
    }

    private static BelmHouse House(Uri endpoint, HeldClock? clock = null) => new(
        services => services
            .AddSingleton<TimeProvider>(clock ?? new HeldClock())
            .Configure<PlannerOptions>(options => (options.Endpoint, options.Model, options.Timeout) = (endpoint, "m", TimeSpan.FromSeconds(60))),
        builder => builder.UseChatClient((_, options) => new OpenAIClient(
                new ApiKeyCredential("key"),
                new OpenAIClientOptions { Endpoint = options.Endpoint, RetryPolicy = new ClientRetryPolicy(maxRetries: 0), Transport = ChatCompletionsHandler.CreateTransport() })
            .GetChatClient(options.Model).AsIChatClient()));

    private static async Task<string> AskAsync(BelmHouse house, BelmConversation conversation, bool streams)
    {
        var chat = house.Services.GetRequiredService<BelmAgentChat>();
        if (!streams)
        {
            return (await chat.SendAsync(conversation, "make the house blue")).Text;
        }

        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in chat.StreamAsync(conversation, "make the house blue"))
        {
            updates.Add(update);
        }

        return updates.ToChatResponse().Text;
    }

    private static Task FailAsync(string fault, Stream stream, HeldClock clock) => fault switch
    {
        "html" => LoopbackServer.RespondAsync(stream, 200, "text/html", "<html><body>Welcome. Please log in.</body></html>"),
        "broken" => LoopbackServer.StreamAsync(stream, [OpenAiProtocol.Delta(new JsonObject { ["role"] = "assistant", ["content"] = "The hou" })], breaksOff: true),
        "cut" => stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"id\":"u8.ToArray()).AsTask(),
        "slow" => ExpireAsync(stream, clock),
        _ => LoopbackServer.RespondAsync(stream, int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture), "application/json", JsonSerializer.Serialize(new { error = new { message = "no" } })),
    };

    // The client's timeout expires, and only then does it disconnect.
    private static Task ExpireAsync(Stream stream, HeldClock clock)
    {
        clock.Expire();
        return stream.CopyToAsync(Stream.Null);
    }
}
