using System.Runtime.CompilerServices;
using BelmAgent.Plugins.Answers;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Endpoints;

/// <summary>Removes a model's reasoning from its answers, complete or streamed.</summary>
/// <remarks>
/// Some models end reasoning that their template started, so that in a stream it cannot be distinguished from an answer until it has
/// ended. They always do this, so the first answer decides: it is returned at its end, and so are all others of a model that writes
/// this way. Other models' answers are streamed. Safe to share between threads.
/// </remarks>
internal sealed class ThinkingChatClient(IChatClient inner) : DelegatingChatClient(inner)
{
    // Null until an answer has decided it.
    private volatile object? _endsUnbegun;

    private bool HoldsBack => _endsUnbegun is not false;

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var response = await base.GetResponseAsync(messages, options, cancellationToken);
        foreach (var message in response.Messages.Where(message => message.Role == ChatRole.Assistant))
        {
            var filter = new ThinkingFilter(holdsBack: true);
            filter.Push(message.Text);
            var text = filter.End();
            Learn(filter);
            if (text != message.Text)
            {
                message.Contents = [.. text.Length > 0 ? [new TextContent(text)] : Array.Empty<AIContent>(), .. message.Contents.Where(content => content is not TextContent)];
            }
        }

        return response;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var filter = new ThinkingFilter(HoldsBack);
        ChatResponseUpdate? last = null;
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            last = update;
            // A call ends the text before it.
            if (update.Contents.Any(content => content is FunctionCallContent) && End(filter) is { Length: > 0 } words)
            {
                yield return Words(words, update);
            }

            var isText = update.Contents.Count > 0 && update.Contents.All(content => content is TextContent);
            update.Contents = [.. update.Contents.Select(content => content is TextContent text ? new TextContent(filter.Push(text.Text)) : content).Where(content => content is not TextContent { Text: "" })];
            if (!isText || update.Contents.Count > 0 || update.FinishReason is not null)
            {
                yield return update;
            }
        }

        if (last is not null && End(filter) is { Length: > 0 } rest)
        {
            yield return Words(rest, last);
        }
    }

    private static ChatResponseUpdate Words(string text, ChatResponseUpdate like) =>
        new(ChatRole.Assistant, text) { MessageId = like.MessageId, ResponseId = like.ResponseId, ConversationId = like.ConversationId };

    private string End(ThinkingFilter filter)
    {
        var rest = filter.End();
        Learn(filter);
        return rest;
    }

    private void Learn(ThinkingFilter filter)
    {
        if (filter.HasText && _endsUnbegun is not true)
        {
            _endsUnbegun = filter.EndedUnbegun;
        }
    }
}
