using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using System.Text.RegularExpressions;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Plugins.Chat;
using BelmAgent.Plugins.Endpoints;
using BelmAgent.Plugins.Tests.Fakes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;

namespace BelmAgent.Plugins.Tests.Endpoints;

/// <summary>A saved conversation with a model on a loopback port that answers from a script, and sensibly after the script has ended.</summary>
internal sealed partial class EndpointStage : IAsyncDisposable
{
    private readonly LoopbackServer _server;
    private readonly TemporaryFolder _folder = new();
    private readonly Queue<ModelMove> _moves;
    private readonly Queue<string> _colours = new(["blue", "green", "yellow", "purple", "white"]);
    private readonly bool _isStreamed;

    public EndpointStage(bool isStreamed, params ModelMove[] moves)
    {
        (_isStreamed, _moves) = (isStreamed, new(moves));
        _server = new LoopbackServer(AnswerAsync);
        House = new BelmHouse(
            services =>
            {
                services.AddSingleton<TimeProvider>(Clock);
                services.Configure<PlannerOptions>(options => (options.Endpoint, options.Model, options.Timeout) = (_server.Endpoint, "m", TimeSpan.FromSeconds(3)));
                services.Configure<LibraryOptions>(options => options.Root = _folder.Path);
            },
            builder => builder.UseChatClient((_, options) => new OpenAIClient(
                    new ApiKeyCredential("key"),
                    new OpenAIClientOptions { Endpoint = options.Endpoint, RetryPolicy = new ClientRetryPolicy(maxRetries: 0), Transport = ChatCompletionsHandler.CreateTransport() })
                .GetChatClient(options.Model).AsIChatClient()));
    }

    public BelmHouse House { get; }

    public BelmConversation Conversation => field ??= Chat.Begin();

    public BelmAgentChat Chat => House.Services.GetRequiredService<BelmAgentChat>();

    /// <summary>Gets the clock for the client's timeout of three seconds.</summary>
    public HeldClock Clock { get; } = new();

    /// <summary>Gets the results of tools that the model received, in order.</summary>
    public IReadOnlyList<JsonElement> Results =>
        [.. _server.Requests.Where(IsChat).SelectMany(Tools).DistinctBy(message => message.GetProperty("tool_call_id").GetString()).Select(message => Read(Content(message)))];

    /// <summary>Gets the messages that describe the pictures, one per request.</summary>
    public IReadOnlyList<string> Contexts => [.. _server.Requests.Where(IsChat).Select(Context)];

    /// <summary>Returns the messages with a role in the last request to the model for this chat.</summary>
    public IReadOnlyList<string> Messages(string role) =>
        [.. _server.Requests.Last(IsChat).GetProperty("messages").EnumerateArray().Where(message => message.GetProperty("role").GetString() == role).Select(Content)];

    /// <summary>Sends a message and returns the displayed part of the answer.</summary>
    public async Task<string> AskAsync(string request = "make the house blue")
    {
        if (Conversation.ImageId is null)
        {
            await Conversation.ShowAsync(House.ImageId);
        }

        return _isStreamed
            ? (await Chat.StreamAsync(Conversation, request).ToChatResponseAsync()).Text
            : (await Chat.SendAsync(Conversation, request)).Text;
    }

    /// <summary>
    /// Asserts that the turn left everything in order: the saved state is the current one, nothing is in progress, and the next turn
    /// edits the current picture.
    /// </summary>
    public async Task AssertGoesOnAsync(int number, int pictures)
    {
        Assert.Equal((number, pictures), (Conversation.Session.NumberOf(Conversation.ImageId!), Conversation.Session.Pictures.Length));
        Assert.Null(Conversation.Session.Pending);
        var saved = await House.Services.GetRequiredService<SessionStore>().LoadAsync(Conversation.Session.Id);
        Assert.Equal(JsonSerializer.Serialize(Conversation.Session), JsonSerializer.Serialize(saved));
        Assert.Empty(_moves);

        var current = Conversation.ImageId;
        House.Service.Approves = true;
        Assert.Equal($"The house is blue now: {House.Service.Next}.", await AskAsync("and another colour"));
        Assert.Equal(current, House.Service.Edited[^1].ParentId);
        Assert.Equal(House.Service.Edited[^1].Id, Conversation.ImageId);
    }

    public async ValueTask DisposeAsync()
    {
        House.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    // The planner, which uses the same model, gets another colour each time.
    private Task AnswerAsync(JsonElement request, Stream stream) =>
        !IsChat(request) ? OpenAiProtocol.SayAsync(request, stream, $$"""{"target_prompt":"a {{_colours.Dequeue()}} house on the left","edit_type":"change_color","reason":"asked"}""")
        : _moves.TryDequeue(out var move)
        ? move.AnswerAsync(request, stream, Clock, text => Braced().Replace(text, match => Field(request, match.Groups[1].Value)))
        : OpenAiProtocol.EditAsync(request, stream);

    private static string Field(JsonElement request, string name) => name == "image"
        ? Context(request).Split(' ', '.')[2]
        : Read(Content(Tools(request).Last())).GetProperty(name).GetString()!;

    private static bool IsChat(JsonElement request) =>
        request.GetProperty("messages").EnumerateArray().Any(message => Content(message).Contains("You edit images for a user", StringComparison.Ordinal));

    private static string Context(JsonElement request) =>
        request.GetProperty("messages").EnumerateArray().Where(message => message.GetProperty("role").GetString() == "system").Select(Content)
            .Last(text => text.StartsWith("Current image: ", StringComparison.Ordinal));

    private static IEnumerable<JsonElement> Tools(JsonElement request) =>
        request.GetProperty("messages").EnumerateArray().Where(message => message.GetProperty("role").GetString() == "tool");

    private static JsonElement Read(string content)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(content);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(content);
        }
    }

    private static string Content(JsonElement message) => !message.TryGetProperty("content", out var content) ? ""
        : content.ValueKind == JsonValueKind.Array ? string.Concat(content.EnumerateArray().Select(part => part.GetProperty("text").GetString()))
        : content.ToString();

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex Braced();
}
