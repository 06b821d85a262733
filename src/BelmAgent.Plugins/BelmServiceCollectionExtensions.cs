using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing;
using BelmAgent.Editing.Checks;
using BelmAgent.Planning;
using BelmAgent.Planning.Offline;
using BelmAgent.Planning.Scenes;
using BelmAgent.Plugins;
using BelmAgent.Plugins.Chat;
using BelmAgent.Plugins.Checks;
using BelmAgent.Plugins.Endpoints;
using BelmAgent.Plugins.Planners;
using BelmAgent.Plugins.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers everything for editing pictures by chat.</summary>
public static class BelmServiceCollectionExtensions
{
    /// <summary>
    /// Adds the plugin <c>belm</c> to every <see cref="Kernel"/> of the services, with the editing domain, a planner and
    /// <see cref="BelmAgentChat"/>. Existing registrations are kept; calling twice changes nothing but options.
    /// </summary>
    /// <remarks>
    /// Edits are refused until the app registers an approver: <c>AddBelmApprover</c> or <c>AddBelmAutomaticApproval</c>. The language
    /// model of <see cref="PlannerOptions.Endpoint"/>, or that of <see cref="BelmBuilder.UseChatClient"/>, plans and chats; without
    /// either, the built-in planner does. An <see cref="IChatClient"/> among the services belongs to the app and is not used.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options, which are validated when the host starts.</param>
    public static BelmBuilder AddBelm(this IServiceCollection services, Action<BelmOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddBelmEditing();
        var options = services.AddBelmOptions<BelmOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.AddBelmOptions<PlannerOptions>();
        services.TryAddSingleton(provider => PlannerModel.Create(provider, (_, options) => OpenAiEndpoint.CreateClient(options)));
        services.TryAddSingleton(provider => new PromptLibrary(Options(provider).PromptDirectory));
        services.TryAddSingleton(CreatePlanner);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IEditCritic, VisionCritic>(CreateVisionCritic));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFunctionInvocationFilter, ToolArgumentFilter>());
        services.TryAddSingleton<BelmAgentChat>();
        services.TryAddTransient<KernelPluginCollection>();
        services.TryAddTransient<Kernel>();
        if (!services.Any(service => service.ServiceType == typeof(BelmPlugin)))
        {
            // A kernel receives all registered plugins, so this one must be registered only once.
            services.AddSingleton<BelmPlugin>();
            services.AddSingleton(provider => KernelPluginFactory.CreateFromObject(
                provider.GetRequiredService<BelmPlugin>(), AIJsonUtilities.DefaultOptions, ToolName.Plugin, provider.GetService<ILoggerFactory>()));
        }

        return new BelmBuilder(services);
    }

    /// <summary>
    /// Adds the same as <see cref="AddBelm(IServiceCollection, Action{BelmOptions})"/>, with all options bound to the sections under
    /// <c>Belm</c>: Model, Models, Device, Attention, Editing, Library, Audit, Telemetry, Planner and Agent.
    /// </summary>
    /// <remarks>
    /// A value that is out of range or of the wrong form, or an unknown setting, causes an <see cref="OptionsValidationException"/>
    /// that names the key, when the host starts; without a host, when the options are first used.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The configuration that has a section <c>Belm</c>.</param>
    /// <param name="configure">Sets options that override those of the configuration.</param>
    public static BelmBuilder AddBelm(this IServiceCollection services, IConfiguration configuration, Action<BelmOptions>? configure = null) => services
        .AddBelmEditing(configuration)
        .AddBelmSection<PlannerOptions>(configuration, "Planner")
        .AddBelmSection<BelmOptions>(configuration, "Agent")
        .AddBelm(configure);

    private static IEditPlanner CreatePlanner(IServiceProvider provider)
    {
        var vocabulary = SceneVocabulary.Load(provider.GetRequiredService<IOptions<ModelOptions>>().Value.Path);
        var (mode, client) = (provider.GetRequiredService<IOptions<PlannerOptions>>().Value.Mode, provider.GetRequiredService<PlannerModel>().Client);
        if (client is null && mode is PlannerMode.Structured or PlannerMode.Tools)
        {
            throw new PlannerUnavailableException(
                $"Belm:Planner:Mode={mode} needs a language model, and none is configured.", "Set Belm:Planner:Endpoint and Belm:Planner:Model, or plan offline.");
        }

        return client is null || mode == PlannerMode.Offline
            ? new OfflinePlanner(vocabulary)
            : new LlmPlanner(
                CreateKernel(provider, client), provider.GetRequiredService<PromptLibrary>(), vocabulary, provider.GetService<ILogger<LlmPlanner>>(), mode ?? PlannerMode.Structured);
    }

    // The kernel is resolved on first use: the app's filters may need services that the critics are part of.
    private static VisionCritic CreateVisionCritic(IServiceProvider provider) => new(
        new Lazy<Kernel?>(() => provider.GetRequiredService<IOptions<PlannerOptions>>().Value.Vision && provider.GetRequiredService<PlannerModel>().Client is { } client
            ? CreateKernel(provider, client)
            : null),
        provider.GetRequiredService<PromptLibrary>(),
        provider.GetService<ILogger<VisionCritic>>());

    // A separate kernel, so that planning and judging use the planner's model and never the app's; the app's filters still run.
    private static Kernel CreateKernel(IServiceProvider provider, IChatClient client)
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton(client);
        if (provider.GetService<ILoggerFactory>() is { } loggers)
        {
            builder.Services.AddSingleton(loggers);
        }

        var kernel = builder.Build();
        provider.GetServices<IPromptRenderFilter>().ToList().ForEach(kernel.PromptRenderFilters.Add);
        provider.GetServices<IFunctionInvocationFilter>().ToList().ForEach(kernel.FunctionInvocationFilters.Add);
        return kernel;
    }

    private static BelmOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<BelmOptions>>().Value;
}
