using BelmAgent.Plugins.Endpoints;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BelmAgent.Plugins;

/// <summary>Continues the registration of <c>AddBelm</c>.</summary>
/// <param name="services">The services to which everything is added.</param>
public sealed class BelmBuilder(IServiceCollection services)
{
    /// <summary>Gets the services to which everything is added.</summary>
    public IServiceCollection Services { get; } = services;

    /// <summary>
    /// Plans and chats with a language model of the app instead of the one at <c>Belm:Planner:Endpoint</c>; the last call takes
    /// effect.
    /// </summary>
    /// <param name="factory">
    /// Creates the client from the options; returns null to stay offline. The client is disposed with the services. For servers other
    /// than OpenAI's, give its client the transport of <see cref="ChatCompletionsHandler"/>.
    /// </param>
    public BelmBuilder UseChatClient(Func<IServiceProvider, PlannerOptions, IChatClient?> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Services.Replace(ServiceDescriptor.Singleton(provider => PlannerModel.Create(provider, factory)));
        return this;
    }
}
