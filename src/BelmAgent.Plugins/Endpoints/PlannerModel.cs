using BelmAgent.Plugins.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BelmAgent.Plugins.Endpoints;

/// <summary>The language model that plans and chats, if there is one. Owns its client.</summary>
internal sealed class PlannerModel(IChatClient? client) : IDisposable
{
    /// <summary>Gets the client; null offline.</summary>
    public IChatClient? Client { get; } = client;

    /// <summary>Creates the model from a factory's client, which is wrapped for errors and tracing, or without one if it returns null.</summary>
    public static PlannerModel Create(IServiceProvider provider, Func<IServiceProvider, PlannerOptions, IChatClient?> factory)
    {
        var options = provider.GetRequiredService<IOptions<PlannerOptions>>().Value;
        var clock = provider.GetService<TimeProvider>() ?? TimeProvider.System;
        return new PlannerModel(factory(provider, options) is { } client
            ? new ThinkingChatClient(new EndpointChatClient(client, options.Timeout, clock)).Traced(provider)
            : null);
    }

    /// <inheritdoc/>
    public void Dispose() => Client?.Dispose();
}
