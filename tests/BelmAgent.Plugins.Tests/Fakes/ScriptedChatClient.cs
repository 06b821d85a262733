using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Tests.Fakes;

/// <summary>Returns the given answers, one per call, and records the requests.</summary>
internal sealed class ScriptedChatClient(params IReadOnlyList<Func<AIContent>> answers) : IChatClient
{
    public ScriptedChatClient(params string[] texts)
        : this([.. texts.Select(text => (Func<AIContent>)(() => new TextContent(text)))])
    {
    }

    public List<IReadOnlyList<ChatMessage>> Asked { get; } = [];

    public List<ChatOptions?> Options { get; } = [];

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Asked.Add([.. messages]);
        Options.Add(options);
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [answers[Asked.Count - 1]()])));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("scripted") : null;

    public void Dispose()
    {
    }
}
