using BelmAgent.Plugins.Endpoints;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BelmAgent.Plugins;

/// <summary>Goes on from <c>AddBelm</c>.</summary>
/// <param name="services">The services that everything is added to.</param>
public sealed class BelmBuilder(IServiceCollection services)
{
    /// <summary>Gets the services that everything is added to.</summary>
    public IServiceCollection Services { get; } = services;

    /// <summary>Plans and chats with a language model of the app's own instead of that of <c>Belm:Planner:Endpoint</c>; the last call wins.</summary>
    /// <param name="factory">
    /// Creates the client from the options; gives null for "offline after all".
    /// The client is disposed with the services. For servers that are not OpenAI's give its client the transport of <see cref="ChatCompletionsHandler"/>.
    /// </param>
    public BelmBuilder UseChatClient(Func<IServiceProvider, PlannerOptions, IChatClient?> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Services.Replace(ServiceDescriptor.Singleton(provider => PlannerModel.Create(provider, factory)));
        return this;
    }
}
