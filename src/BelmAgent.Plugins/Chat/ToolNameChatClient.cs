using System.Runtime.CompilerServices;
using BelmAgent.Plugins.Tools;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Chat;

/// <summary>Corrects tool names that a model got wrong: "belm-edit_image", "belm.edit_image", "edit_image".</summary>
internal sealed class ToolNameChatClient(IChatClient inner) : DelegatingChatClient(inner)
{
    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var response = await base.GetResponseAsync(messages, options, cancellationToken);
        foreach (var message in response.Messages)
        {
            Correct(message.Contents, options);
        }

        return response;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            Correct(update.Contents, options);
            yield return update;
        }
    }

    private static void Correct(IList<AIContent> contents, ChatOptions? options)
    {
        for (var i = 0; i < contents.Count; i++)
        {
            if (contents[i] is FunctionCallContent call && ToolName.Find(options?.Tools, call.Name) is { } tool && tool.Name != call.Name)
            {
                contents[i] = new FunctionCallContent(call.CallId, tool.Name, call.Arguments) { Exception = call.Exception };
            }
        }
    }
}
