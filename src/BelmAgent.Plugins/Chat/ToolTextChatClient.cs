using System.Runtime.CompilerServices;
using BelmAgent.Plugins.Answers.ToolCalls;
using BelmAgent.Plugins.Tools;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Chat;

/// <summary>Converts tool calls that a model wrote as text to regular calls.</summary>
/// <remarks>
/// In a stream, text that may become a call is held back until it is clear; all other text passes immediately. If an answer has
/// regular calls, those written as text are duplicates and are dropped. Safe to share between threads.
/// </remarks>
internal sealed class ToolTextChatClient(IChatClient inner) : DelegatingChatClient(inner)
{
    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var response = await base.GetResponseAsync(messages, options, cancellationToken);
        if (response.Messages is not [.., var last])
        {
            return response;
        }

        var reader = Reader(options);
        var begun = reader.Push(last.Text);
        var (rest, calls) = reader.End();
        if (calls.Count > 0)
        {
            var isOwn = HasCall(last.Contents);
            last.Contents =
            [
                .. (begun + rest) is { Length: > 0 } words ? [new TextContent(words)] : Array.Empty<AIContent>(),
                .. last.Contents.Where(content => content is not TextContent),
                .. isOwn ? [] : calls.Select(call => call.ToContent()),
            ];
            response.FinishReason = ChatFinishReason.ToolCalls;
        }

        return response;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var reader = Reader(options);
        var isOwn = false;
        ChatResponseUpdate? last = null;
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            last = update;
            if (HasCall(update.Contents))
            {
                isOwn = true;
                // A call ends the text before it.
                if (reader.End().Words is { Length: > 0 } words)
                {
                    yield return Like(update, new TextContent(words));
                }
            }

            var hadContents = update.Contents.Count > 0;
            update.Contents = [.. update.Contents.Select(content => content is TextContent text ? new TextContent(reader.Push(text.Text)) : content).Where(content => content is not TextContent { Text: "" })];
            if (!hadContents || update.Contents.Count > 0 || update.FinishReason is not null)
            {
                yield return update;
            }
        }

        var (rest, calls) = reader.End();
        if (last is not null && rest.Length > 0)
        {
            yield return Like(last, new TextContent(rest));
        }

        if (last is not null && calls.Count > 0 && !isOwn)
        {
            var made = Like(last, [.. calls.Select(call => call.ToContent())]);
            made.FinishReason = ChatFinishReason.ToolCalls;
            yield return made;
        }
    }

    private static ToolCallReader Reader(ChatOptions? options) => new(name => ToolName.Find(options?.Tools, name)?.Name);

    private static bool HasCall(IList<AIContent> contents) => contents.Any(content => content is FunctionCallContent);

    private static ChatResponseUpdate Like(ChatResponseUpdate update, params AIContent[] contents) =>
        new(ChatRole.Assistant, contents) { MessageId = update.MessageId, ResponseId = update.ResponseId, ConversationId = update.ConversationId };
}
