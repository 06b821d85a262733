using BelmAgent.Plugins.Endpoints;
using BelmAgent.Plugins.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace BelmAgent.Plugins;

/// <summary>Goes on from <c>AddBelm</c>.</summary>
/// <param name="services">The services that everything is added to.</param>
public sealed class BelmBuilder(IServiceCollection services)
{
    /// <summary>The services that everything is added to.</summary>
    public IServiceCollection Services { get; } = services;

    /// <summary>Plans and chats with a language model instead of offline; the last call wins.</summary>
    /// <param name="factory">
    /// Makes the client from the options, such as one for any OpenAI-compatible endpoint; gives null for "offline after all".
    /// The client is disposed with the services. For servers that are not OpenAI's give its client the transport of <see cref="ChatCompletionsHandler"/>.
    /// </param>
    public BelmBuilder UseChatClient(Func<IServiceProvider, PlannerOptions, IChatClient?> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Services.Replace(ServiceDescriptor.Singleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<PlannerOptions>>().Value;
            var clock = provider.GetService<TimeProvider>() ?? TimeProvider.System;
            return new PlannerModel(factory(provider, options) is { } client
                ? new ThinkingChatClient(new EndpointChatClient(client, options.Timeout, clock)).Traced(provider)
                : null);
        }));
        return this;
    }
}
