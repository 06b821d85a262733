using BelmAgent.Editing.Operations;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BelmAgent.Plugins.Telemetry;

/// <summary>Traces the calls of language models.</summary>
internal static class TracedChatClients
{
    /// <summary>
    /// Returns the client with spans and metrics by Microsoft.Extensions.AI, under this app's name. They contain messages only if
    /// enabled.
    /// </summary>
    public static IChatClient Traced(this IChatClient client, IServiceProvider provider) => client.AsBuilder()
        // The caller reports failures in one sentence, so they are not logged as well.
        .UseOpenTelemetry(NullLoggerFactory.Instance, sourceName: BelmTelemetry.Name, configure: traced => traced.EnableSensitiveData = provider.Telemetry().IncludePrompts)
        .Build(provider);

    /// <summary>Returns the options for the content of traces.</summary>
    public static TelemetryOptions Telemetry(this IServiceProvider provider) => provider.GetRequiredService<IOptions<TelemetryOptions>>().Value;
}
