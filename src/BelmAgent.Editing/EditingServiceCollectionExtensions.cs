using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Hub;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Audit;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Configuration;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Jobs;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Sessions;
using BelmAgent.Editing.Telemetry;
using BelmAgent.Imaging.Codecs;
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
    /// Adds <see cref="IEditService"/> and everything that it needs, as singletons. Options (<see cref="EditingOptions"/>,
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
        services.TryAddSingleton<IEditService>(provider => new AuditedEditService(
            new TracedEditService(CreateService(provider), Options<TelemetryOptions>(provider)),
            provider.GetRequiredService<AuditLog>(),
            Options<AuditOptions>(provider),
            provider.GetService<ILogger<AuditedEditService>>() ?? NullLogger<AuditedEditService>.Instance));
        services.TryAddSingleton<IEditJobs>(provider => new InProcessEditJobs(provider.GetRequiredService<IEditService>(), provider.GetRequiredService<LibraryId>()));
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

    private static EditService CreateService(IServiceProvider provider) => new(
        provider.GetRequiredService<PipelineLoader>(),
        provider.GetRequiredService<PictureLibrary>(),
        provider.GetRequiredService<InversionStore>(),
        provider.GetRequiredService<PathGuard>(),
        provider.GetRequiredService<IEditApprover>(),
        Options<EditingOptions>(provider),
        Options<AttentionControlOptions>(provider),
        provider.GetRequiredService<LibraryId>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetServices<IEditCritic>(),
        Options<TelemetryOptions>(provider));

    private static T Options<T>(IServiceProvider provider)
        where T : class => provider.GetRequiredService<IOptions<T>>().Value;
}
