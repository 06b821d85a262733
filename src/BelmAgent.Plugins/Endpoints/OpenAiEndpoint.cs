using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;

namespace BelmAgent.Plugins.Endpoints;

/// <summary>Creates the client of the endpoint that the options name.</summary>
internal static class OpenAiEndpoint
{
    /// <summary>Creates the client.</summary>
    /// <returns>The client; null if no endpoint is configured.</returns>
    public static IChatClient? CreateClient(PlannerOptions options) => options.IsConfigured
        ? new OpenAIClient(
            // A local server needs no key, but the client requires a non-empty one.
            new ApiKeyCredential(string.IsNullOrEmpty(options.ApiKey) ? "none" : options.ApiKey),
            new OpenAIClientOptions { Endpoint = options.Endpoint, NetworkTimeout = options.Timeout, Transport = ChatCompletionsHandler.CreateTransport() })
            .GetChatClient(options.Model).AsIChatClient()
        : null;
}
