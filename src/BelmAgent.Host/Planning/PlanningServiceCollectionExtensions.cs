using System.ClientModel;
using BelmAgent.Plugins.Endpoints;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;

namespace BelmAgent.Host.Planning;

/// <summary>Who plans: the built-in planner, or the language model of an OpenAI-compatible endpoint.</summary>
internal static class PlanningServiceCollectionExtensions
{
    public static IServiceCollection AddPlanning(this IServiceCollection services, IConfiguration configuration) =>
        services.AddBelm(configuration).UseChatClient((_, options) => options.IsConfigured ? CreateClient(options) : null).Services;

    // A local server asks for no key, but the client wants one that is not empty.
    private static IChatClient CreateClient(PlannerOptions options) =>
        new OpenAIClient(
            new ApiKeyCredential(string.IsNullOrEmpty(options.ApiKey) ? "none" : options.ApiKey),
            new OpenAIClientOptions { Endpoint = options.Endpoint, NetworkTimeout = options.Timeout, Transport = ChatCompletionsHandler.CreateTransport() })
        .GetChatClient(options.Model).AsIChatClient();
}
