using System.Runtime.CompilerServices;
using BelmAgent.Plugins.Endpoints.Wire;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Endpoints;

/// <summary>Converts all failures of calls to a language model to one typed error.</summary>
/// <remarks>A caller's own cancellation remains a cancellation. The timeout applies to the answer, or to each next piece of a stream.</remarks>
internal sealed class EndpointChatClient(IChatClient inner, TimeSpan timeout, TimeProvider clock) : DelegatingChatClient(inner)
{
    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await base.GetResponseAsync(messages, options, either.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw EndpointFault.Describe(e, timeout);
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var isEmpty = true;
        await using var updates = base.GetStreamingResponseAsync(messages, options, either.Token).GetAsyncEnumerator(either.Token);
        while (await NextAsync(updates, cancellationToken))
        {
            limit.CancelAfter(timeout);
            isEmpty = false;
            yield return updates.Current;
        }

        if (isEmpty)
        {
            throw EndpointFault.NoAnswer(null);
        }
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        // Semantic Kernel does not accept a client without metadata.
        base.GetService(serviceType, serviceKey)
        ?? (serviceKey is null && serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata() : null);

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw EndpointFault.Describe(e, timeout);
        }
    }
}
