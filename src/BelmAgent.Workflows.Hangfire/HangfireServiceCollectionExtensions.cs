using BelmAgent.Workflows.Hangfire;
using BelmAgent.Workflows.Options;
using BelmAgent.Workflows.Workers;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Hangfire as the carrier of batches.</summary>
public static class HangfireServiceCollectionExtensions
{
    /// <summary>Lets Hangfire bring the news of work where <c>Belm:Workflows:Store</c> is <c>PostgreSql</c>; with SQLite nothing changes.</summary>
    /// <param name="services">The services, to which <c>AddBelmWorkflows</c> was or will be added.</param>
    public static IServiceCollection AddBelmHangfire(this IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<IItemCarrier>(provider =>
        provider.GetRequiredService<IOptions<WorkflowOptions>>().Value is { Store: WorkflowStore.PostgreSql } options
            ? new HangfireCarrier(options.Connection!, options.Lease)
            : new PollingCarrier()));
}
