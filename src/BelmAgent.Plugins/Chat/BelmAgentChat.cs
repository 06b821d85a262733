using System.Runtime.CompilerServices;
using System.Text.Json;
using BelmAgent.Editing.Edits;
using BelmAgent.Plugins.Endpoints;
using BelmAgent.Plugins.Planning;
using BelmAgent.Plugins.Results;
using BelmAgent.Plugins.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BelmAgent.Plugins.Chat;

/// <summary>Editing by chat: hands each request to the language model, or offline to the planner, and lets it call the tools.</summary>
/// <remarks>Safe to share between threads; each <see cref="BelmConversation"/> is one person's.</remarks>
public sealed class BelmAgentChat
{
    private const string Instructions =
        "You edit pictures for a person with the tools given. Pictures have ids; you never see them. "
        + "For a change of the current picture call plan_edit with its id and the person's own words. When it gives a question, put that question to the person and stop. "
        + "When it gives a proposal_id, call edit_image with it, then say in one or two sentences what changed, with the new picture's id and whether its check passed. "
        + "Go on from the newest picture unless the person names another. Never make a new picture where a change was asked for. "
        + "When a tool gives an error, say what it says and its remedy.";

    private readonly IEditService _service;
    private readonly IChatClient _client;
    private readonly IList<AITool> _tools;

    /// <summary>Makes the chat over services with <c>AddBelm</c>.</summary>
    /// <param name="provider">The services.</param>
    public BelmAgentChat(IServiceProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        var options = provider.GetRequiredService<IOptions<BelmOptions>>().Value;
        _service = provider.GetRequiredService<IEditService>();
        _tools = [.. provider.CreateBelmTools()];
        _client = new ChatClientBuilder(provider.GetRequiredService<PlannerModel>().Client ?? new OfflineChatClient())
            .UseFunctionInvocation(provider.GetService<ILoggerFactory>(), loop =>
            {
                loop.MaximumIterationsPerRequest = options.MaxIterations;
                loop.MaximumConsecutiveErrorsPerRequest = options.MaxConsecutiveErrors;
            })
            .Use(inner => new ToolNameChatClient(inner))
            .Build(provider);
    }

    /// <summary>Works off one request.</summary>
    /// <param name="conversation">The conversation; what is said is added, and its picture moves with each edit.</param>
    /// <param name="request">The person's words.</param>
    /// <param name="cancellationToken">Stops the turn.</param>
    /// <returns>All that was said in answer; its text is for the person.</returns>
    /// <exception cref="PlannerUnavailableException">The language model could not be used.</exception>
    public async Task<ChatResponse> SendAsync(BelmConversation conversation, string request, CancellationToken cancellationToken = default)
    {
        var messages = await OpenAsync(conversation, request, cancellationToken);
        var response = await _client.GetResponseAsync(messages, Options(), cancellationToken);
        Close(conversation, request, response.Messages);
        return response;
    }

    /// <summary>Works off one request, piece by piece.</summary>
    /// <param name="conversation">The conversation; what is said is added when the stream has ended.</param>
    /// <param name="request">The person's words.</param>
    /// <param name="cancellationToken">Stops the turn.</param>
    /// <returns>The pieces as they come, tool calls and their results included.</returns>
    /// <exception cref="PlannerUnavailableException">The language model could not be used.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        BelmConversation conversation, string request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var messages = await OpenAsync(conversation, request, cancellationToken);
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in _client.GetStreamingResponseAsync(messages, Options(), cancellationToken))
        {
            updates.Add(update);
            yield return update;
        }

        Close(conversation, request, updates.ToChatResponse().Messages);
    }

    private ChatOptions Options() => new() { Instructions = Instructions, Tools = _tools };

    private async Task<List<ChatMessage>> OpenAsync(BelmConversation conversation, string request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        var caption = conversation.ImageId is { } id ? (await _service.DescribeAsync(id, cancellationToken)).Caption : null;
        return [.. conversation.Messages, new PictureContext(conversation.ImageId, caption).ToMessage(), new ChatMessage(ChatRole.User, request)];
    }

    private static void Close(BelmConversation conversation, string request, IEnumerable<ChatMessage> answer)
    {
        conversation.Messages.Add(new ChatMessage(ChatRole.User, request));
        foreach (var message in answer)
        {
            conversation.Messages.Add(message);
        }

        conversation.ImageId = ToolTurn.Read(conversation.Messages).Select(turn => turn.NewImageId).LastOrDefault(id => id is not null) ?? conversation.ImageId;
    }
}
