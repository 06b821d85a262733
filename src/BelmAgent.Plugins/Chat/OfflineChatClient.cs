using System.Runtime.CompilerServices;
using System.Text.Json;
using BelmAgent.Planning.Conversations;
using BelmAgent.Plugins.Tools;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Chat;

/// <summary>Replaces the language model if there is none: calls the same tools and words the answer.</summary>
/// <remarks>
/// Stateless: the next step follows from the messages, so it also runs in other loops and with remote tools. It understands edits as
/// far as the tools' planner does, and in addition undo, redo, going from picture to picture, history, describe, compare, invert,
/// generate, and jobs.
/// </remarks>
public sealed class OfflineChatClient : IChatClient
{
    private static readonly ChatClientMetadata Metadata = new("belm-offline", defaultModelId: "offline");

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ChatMessage[] all = [.. messages];
        var move = OfflineTurn.Next(all);
        var message = new ChatMessage(ChatRole.Assistant, [Content(move, options, all.Length)]) { MessageId = $"offline_{all.Length}" };
        return Task.FromResult(new ChatResponse(message)
        {
            ModelId = Metadata.DefaultModelId,
            FinishReason = move.Function is null ? ChatFinishReason.Stop : ChatFinishReason.ToolCalls,
        });
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? Metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    // Arguments go through JSON, as they would over the network, so that tools see the same from every model.
    private static AIContent Content(Move move, ChatOptions? options, int turn)
    {
        if (move.Function is null)
        {
            return new TextContent(move.Text);
        }

        if (ToolName.Find(options?.Tools, move.Function) is not { } tool)
        {
            return new TextContent($"This needs the tool {move.Function}, which is not available.");
        }

        return FunctionCallContent.CreateFromParsedArguments(
            JsonSerializer.SerializeToUtf8Bytes(move.Arguments),
            $"call_{turn}",
            tool.Name,
            static json => JsonSerializer.Deserialize<Dictionary<string, object?>>(json));
    }
}
