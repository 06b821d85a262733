using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Audit;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Jobs;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Sessions;
using BelmAgent.Editing.Telemetry;
using BelmAgent.Imaging.Codecs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BelmAgent.Editing;

/// <summary>Registers the editing domain.</summary>
public static class EditingServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IEditService"/> with all it stands on, as singletons. Options (<see cref="EditingOptions"/>,
    /// <see cref="ModelOptions"/>, <see cref="DeviceOptions"/>, <see cref="AttentionControlOptions"/>, <see cref="LibraryOptions"/>,
    /// <see cref="AuditOptions"/>, <see cref="TelemetryOptions"/>) are validated at start-up. What the service does is audited and traced.
    /// Register an <see cref="IEditApprover"/> before or after to let edits be approved; without one, none is. The model's describer,
    /// its CLIP, then any further <see cref="IEditCritic"/>, in the order in which they are registered, check edits.
    /// </summary>
    /// <param name="services">The services; calling twice does no harm.</param>
    /// <param name="configure">Sets defaults and limits.</param>
    public static IServiceCollection AddBelmEditing(this IServiceCollection services, Action<EditingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var editing = services.AddOptions<EditingOptions>().ValidateDataAnnotations().ValidateOnStart();
        if (configure is not null)
        {
            editing.Configure(configure);
        }

        services.AddOptions<ModelOptions>().ValidateOnStart();
        services.AddOptions<DeviceOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<AttentionControlOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<AuditOptions>().ValidateDataAnnotations().ValidateOnStart();
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
