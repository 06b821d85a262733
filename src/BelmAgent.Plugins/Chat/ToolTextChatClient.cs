using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Chat;

/// <summary>Makes tool calls of those that a model wrote as text.</summary>
/// <remarks>In a stream, words that may yet become a call are held back until it is clear; all others pass at once.</remarks>
internal sealed class ToolTextChatClient(IChatClient inner) : DelegatingChatClient(inner)
{
    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var response = await base.GetResponseAsync(messages, options, cancellationToken);
        if (response.Messages is [.., var last] && !HasCall(last.Contents) && ToolText.Read(last.Text, options?.Tools, Id) is { Count: > 0 } calls)
        {
            last.Contents = [.. calls];
            response.FinishReason = ChatFinishReason.ToolCalls;
        }

        return response;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (held, isClear) = (new List<ChatResponseUpdate>(), false);
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            held.Add(update);
            isClear = isClear || HasCall(update.Contents) || !ToolText.MayBecomeCall(Text(held));
            if (!isClear)
            {
                continue;
            }

            foreach (var passed in held)
            {
                yield return passed;
            }

            held.Clear();
        }

        if (held.Count > 0 && ToolText.Read(Text(held), options?.Tools, Id) is { Count: > 0 } calls)
        {
            held = [new ChatResponseUpdate(ChatRole.Assistant, [.. calls]) { FinishReason = ChatFinishReason.ToolCalls, MessageId = held[0].MessageId, ResponseId = held[0].ResponseId }];
        }

        foreach (var rest in held)
        {
            yield return rest;
        }
    }

    private static bool HasCall(IList<AIContent> contents) => contents.Any(content => content is FunctionCallContent);

    private static string Text(List<ChatResponseUpdate> updates) => string.Concat(updates.Select(update => update.Text));

    private static string Id() => $"call_{Guid.NewGuid():N}";
}
