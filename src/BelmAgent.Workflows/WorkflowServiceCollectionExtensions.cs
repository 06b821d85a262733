using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing;
using BelmAgent.Editing.Library;
using BelmAgent.Planning;
using BelmAgent.Workflows;
using BelmAgent.Workflows.Batches;
using BelmAgent.Workflows.Options;
using BelmAgent.Workflows.Planning;
using BelmAgent.Workflows.Results;
using BelmAgent.Workflows.Storage;
using BelmAgent.Workflows.Webhooks;
using BelmAgent.Workflows.Workers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds batches of edits.</summary>
public static class WorkflowServiceCollectionExtensions
{
    private const string DatabaseFile = "jobs.db";

    /// <summary>
    /// Adds <see cref="IBatchService"/> with <see cref="WorkflowOptions"/> bound to the section <c>Belm:Workflows</c>. The services of
    /// <c>AddBelm</c> must be there, before or after. Workers look for work by themselves.
    /// </summary>
    /// <param name="services">The services; calling twice has no effect.</param>
    /// <param name="configuration">The configuration that has a section <c>Belm</c>.</param>
    public static IServiceCollection AddBelmWorkflows(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.AddBelmSection<WorkflowOptions>(configuration, "Workflows").AddBelmWorkflows();
    }

    /// <summary>Adds <see cref="IBatchService"/> with options that are set in code, or as they are. The services of <c>AddBelm</c> must be there, before or after.</summary>
    /// <param name="services">The services; calling twice changes nothing but options.</param>
    /// <param name="configure">Sets the options, which are validated when the host starts. Null: nothing does.</param>
    public static IServiceCollection AddBelmWorkflows(this IServiceCollection services, Action<WorkflowOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddBelmOptions<WorkflowOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddSingleton<WorkflowDatabase>(provider => Settings(provider) is { Store: WorkflowStore.PostgreSql } options
            ? new PostgreSqlDatabase(options.Connection!, options.Lease)
            : new SqliteDatabase(Path.Combine(Options<LibraryOptions>(provider).Root, DatabaseFile)));
        services.TryAddSingleton(provider => new BatchStore(provider.GetRequiredService<WorkflowDatabase>(), provider.GetRequiredService<LibraryId>()));
        services.TryAddSingleton(provider => new BatchPlanner(
            provider.GetRequiredService<BatchStore>(), provider.GetRequiredService<Images>(), provider.GetRequiredService<ImageEditor>(), provider.GetRequiredService<IEditPlanner>()));
        services.TryAddSingleton(provider => new WorkerModel(provider.GetRequiredService<PipelineLoader>(), Options<DeviceOptions>(provider)));
        services.TryAddSingleton(provider => new BatchPlanning(
            provider.GetRequiredService<BatchStore>(), provider.GetRequiredService<BatchPlanner>(), provider.GetRequiredService<WorkerModel>(),
            provider.GetRequiredService<PathGuard>(), provider.GetRequiredService<LibraryId>(), Settings(provider)));
        services.TryAddSingleton<ResultPictures>();
        services.TryAddSingleton(provider => new WebhookSender(
            provider.GetRequiredService<BatchStore>(), Settings(provider), provider.GetRequiredService<TimeProvider>(), Logger<WebhookSender>(provider)));
        services.AddWorkers();
        services.TryAddSingleton<IBatchService>(provider => new BatchService(
            provider.GetRequiredService<BatchStore>(), provider.GetRequiredService<BatchPlanning>(), provider.GetRequiredService<BatchWork>(),
            provider.GetRequiredService<ResultPictures>(), provider.GetRequiredService<WorkerRegistry>(), provider.GetRequiredService<WebhookSender>()));
        return services;
    }

    /// <summary>
    /// Adds a service of the host that plans batches which were sent and, where batches are stored on this machine, works off approved
    /// ones in this process (<see cref="BatchHost"/>). Needs <c>AddBelmWorkflows</c>.
    /// </summary>
    /// <param name="services">The services; calling twice has no effect.</param>
    public static IServiceCollection AddBelmBatchHost(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(BatchHost)))
        {
            return services;
        }

        services.AddSingleton(provider => new BatchHost(
            provider.GetRequiredService<IBatchService>(), provider.GetRequiredService<BatchStore>(), provider.GetRequiredService<WebhookSender>(), provider.GetRequiredService<WorkflowUpkeep>(),
            provider.GetRequiredService<WorkerModel>(), Logger<BatchHost>(provider)));
        return services.AddHostedService(provider => provider.GetRequiredService<BatchHost>());
    }

    private static void AddWorkers(this IServiceCollection services)
    {
        services.TryAddSingleton<IItemWork>(provider => new EditWork(provider.GetRequiredService<ImageEditor>()));
        services.TryAddSingleton<IItemCarrier, PollingCarrier>();
        services.TryAddSingleton(provider => new ItemLeases(provider.GetRequiredService<BatchStore>(), Settings(provider)));
        services.TryAddSingleton(provider => new WorkerRegistry(provider.GetRequiredService<WorkflowDatabase>()));
        services.TryAddSingleton(provider => new BatchWorker(
            provider.GetRequiredService<ItemLeases>(), provider.GetRequiredService<IItemWork>(), provider.GetRequiredService<PictureLibrary>(), Settings(provider), Logger<BatchWorker>(provider)));
        services.TryAddSingleton(provider => new WorkflowUpkeep(
            provider.GetRequiredService<WorkerRegistry>(), provider.GetRequiredService<ItemLeases>(), provider.GetRequiredService<BatchStore>(), Settings(provider)));
        services.TryAddSingleton(provider => new WorkerHost(
            provider.GetRequiredService<BatchWorker>(), provider.GetRequiredService<WorkerRegistry>(), provider.GetRequiredService<IItemCarrier>(),
            provider.GetRequiredService<WebhookSender>(), provider.GetRequiredService<WorkflowUpkeep>(), Logger<WorkerHost>(provider)));
        services.TryAddSingleton(provider => new BatchWork(
            provider.GetRequiredService<WorkerHost>(), provider.GetRequiredService<IItemCarrier>(), provider.GetRequiredService<WorkerModel>(), provider.GetRequiredService<LibraryId>()));
    }

    private static WorkflowOptions Settings(IServiceProvider provider) => Options<WorkflowOptions>(provider);

    private static T Options<T>(IServiceProvider provider)
        where T : class => provider.GetRequiredService<IOptions<T>>().Value;

    private static ILogger<T> Logger<T>(IServiceProvider provider) => provider.GetService<ILogger<T>>() ?? NullLogger<T>.Instance;
}
