using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Hub;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing;
using BelmAgent.Editing.Audit;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the editing domain.</summary>
public static class EditingServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="ImageEditor"/>, <see cref="ImageGenerator"/>, <see cref="ImageInverter"/>, <see cref="Images"/> and
    /// <see cref="IEditJobs"/> with everything that they need, as singletons. Options (<see cref="EditingOptions"/>,
    /// <see cref="ModelOptions"/>, <see cref="DeviceOptions"/>, <see cref="AttentionControlOptions"/>, <see cref="LibraryOptions"/>,
    /// <see cref="AuditOptions"/>, <see cref="TelemetryOptions"/>) are validated at start-up. All operations are audited and traced.
    /// Register an <see cref="IEditApprover"/> with <c>AddBelmApprover</c>, before or after; without one, every edit is refused. Edits
    /// are checked by the model's describer, its CLIP, then any other <see cref="IEditCritic"/> in the order of registration.
    /// </summary>
    /// <param name="services">The services; calling twice has no effect.</param>
    /// <param name="configure">Sets defaults and limits.</param>
    public static IServiceCollection AddBelmEditing(this IServiceCollection services, Action<EditingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var editing = services.AddBelmOptions<EditingOptions>();
        if (configure is not null)
        {
            editing.Configure(configure);
        }

        services.AddBelmOptions<ModelOptions>();
        services.AddBelmOptions<HubOptions>();
        services.AddBelmOptions<DeviceOptions>();
        services.AddBelmOptions<AttentionControlOptions>();
        services.AddBelmOptions<AuditOptions>();
        services.AddBelmOptions<TelemetryOptions>();
        services.AddPictureLibrary();
        services.TryAddSingleton<IEditApprover, RefusingApprover>();
        services.TryAddSingleton(provider => new PipelineLoader(
            Options<ModelOptions>(provider),
            Options<DeviceOptions>(provider),
            provider.GetService<ILogger<PipelineLoader>>() ?? NullLogger<PipelineLoader>.Instance,
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IEditCritic, ClipCritic>(provider => new ClipCritic(
            provider.GetRequiredService<PipelineLoader>(),
            Options<DeviceOptions>(provider),
            provider.GetService<ILogger<ClipCritic>>() ?? NullLogger<ClipCritic>.Instance)));
        services.TryAddSingleton(provider => new AuditLog(
            Options<AuditOptions>(provider), Options<LibraryOptions>(provider), provider.GetRequiredService<LibraryId>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IOperationRunner>(provider => new OperationRunner(
            provider.GetRequiredService<AuditLog>(),
            Options<AuditOptions>(provider),
            Options<TelemetryOptions>(provider),
            provider.GetService<ILogger<OperationRunner>>() ?? NullLogger<OperationRunner>.Instance));
        services.AddUseCases();
        services.TryAddSingleton<IEditJobs>(provider => new InProcessEditJobs(provider.GetRequiredService<ImageEditor>(), provider.GetRequiredService<LibraryId>()));
        services.TryAddSingleton(provider => new SessionStore(
            Options<LibraryOptions>(provider), provider.GetRequiredService<LibraryId>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>
    /// Adds the same as <see cref="AddBelmEditing(IServiceCollection, Action{EditingOptions})"/>, with the options bound to the
    /// sections Model, Models, Device, Attention, Editing, Library, Audit and Telemetry under <c>Belm</c>.
    /// </summary>
    /// <param name="services">The services; calling twice has no effect.</param>
    /// <param name="configuration">The configuration that has a section <c>Belm</c>.</param>
    /// <param name="configure">Sets defaults and limits that override those of the configuration.</param>
    public static IServiceCollection AddBelmEditing(this IServiceCollection services, IConfiguration configuration, Action<EditingOptions>? configure = null) => services
        .AddBelmSection<ModelOptions>(configuration, "Model")
        .AddBelmSection<HubOptions>(configuration, "Models")
        .AddBelmSection<DeviceOptions>(configuration, "Device")
        .AddBelmSection<AttentionControlOptions>(configuration, "Attention")
        .AddBelmSection<EditingOptions>(configuration, "Editing")
        .AddBelmSection<LibraryOptions>(configuration, "Library")
        .AddBelmSection<AuditOptions>(configuration, "Audit")
        .AddBelmSection<TelemetryOptions>(configuration, "Telemetry")
        .AddBelmEditing(configure);

    private static void AddUseCases(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new ModelAccess(provider.GetRequiredService<PipelineLoader>()));
        services.TryAddSingleton(provider => new Inverter(
            provider.GetRequiredService<InversionStore>(), provider.GetRequiredService<PathGuard>(), Options<EditingOptions>(provider), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new ProposalStore(
            provider.GetRequiredService<IEditApprover>(), Options<EditingOptions>(provider), provider.GetRequiredService<LibraryId>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new EditAttempts(
            provider.GetRequiredService<ModelAccess>(), provider.GetRequiredService<Inverter>(), Options<AttentionControlOptions>(provider), provider.GetServices<IEditCritic>()));
        services.TryAddSingleton(provider => new ImageEditor(
            provider.GetRequiredService<IOperationRunner>(), provider.GetRequiredService<ModelAccess>(), provider.GetRequiredService<PictureLibrary>(),
            provider.GetRequiredService<ProposalStore>(), provider.GetRequiredService<EditAttempts>(), Options<EditingOptions>(provider)));
        services.TryAddSingleton(provider => new ImageGenerator(
            provider.GetRequiredService<IOperationRunner>(), provider.GetRequiredService<ModelAccess>(), provider.GetRequiredService<PictureLibrary>(), Options<EditingOptions>(provider)));
        services.TryAddSingleton(provider => new ImageInverter(
            provider.GetRequiredService<IOperationRunner>(), provider.GetRequiredService<ModelAccess>(), provider.GetRequiredService<PictureLibrary>(),
            provider.GetRequiredService<Inverter>(), Options<EditingOptions>(provider)));
        services.TryAddSingleton(provider => new Images(
            provider.GetRequiredService<IOperationRunner>(), provider.GetRequiredService<ModelAccess>(), provider.GetRequiredService<PictureLibrary>(),
            provider.GetRequiredService<InversionStore>(), provider.GetRequiredService<PathGuard>(), Options<EditingOptions>(provider)));
        services.TryAddSingleton<ImageOperations>();
    }

    private static T Options<T>(IServiceProvider provider)
        where T : class => provider.GetRequiredService<IOptions<T>>().Value;
}
