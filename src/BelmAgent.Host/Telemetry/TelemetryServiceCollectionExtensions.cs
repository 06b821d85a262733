using BelmAgent.Editing.Operations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BelmAgent.Host.Telemetry;

/// <summary>Adds the export of traces and metrics.</summary>
internal static class TelemetryServiceCollectionExtensions
{
    public static IServiceCollection AddTelemetryExport(this IServiceCollection services) => services
        .AddSingleton<IOptions<TelemetryOptions>>(provider => provider.GetRequiredService<IOptions<ExportOptions>>())
        .AddSingleton<TelemetryExport>();
}
