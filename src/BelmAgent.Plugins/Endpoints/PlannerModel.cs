using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Endpoints;

/// <summary>The language model that plans and chats, if there is one. Owns its client.</summary>
internal sealed class PlannerModel(IChatClient? client) : IDisposable
{
    /// <summary>The client; null offline.</summary>
    public IChatClient? Client { get; } = client;

    /// <inheritdoc/>
    public void Dispose() => Client?.Dispose();
}
