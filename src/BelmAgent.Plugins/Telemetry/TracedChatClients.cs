using BelmAgent.Editing.Operations;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BelmAgent.Plugins.Telemetry;

/// <summary>Traces what is asked of language models.</summary>
internal static class TracedChatClients
{
    /// <summary>
    /// Returns the client with spans and metrics by Microsoft.Extensions.AI, under this app's name. Messages are in them only when
    /// asked for.
    /// </summary>
    public static IChatClient Traced(this IChatClient client, IServiceProvider provider) => client.AsBuilder()
        // What goes wrong is said in one sentence by whoever asked, so it is not logged as well.
        .UseOpenTelemetry(NullLoggerFactory.Instance, sourceName: BelmTelemetry.Name, configure: traced => traced.EnableSensitiveData = provider.Telemetry().IncludePrompts)
        .Build(provider);

    /// <summary>What traces may show.</summary>
    public static TelemetryOptions Telemetry(this IServiceProvider provider) => provider.GetRequiredService<IOptions<TelemetryOptions>>().Value;
}
