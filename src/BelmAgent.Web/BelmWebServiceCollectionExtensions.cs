using BelmAgent.Editing;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Plugins.Chat;
using BelmAgent.Web;
using BelmAgent.Web.Batches;
using BelmAgent.Web.Configuration;
using BelmAgent.Web.Events;
using BelmAgent.Web.Jobs;
using BelmAgent.Web.Plans;
using BelmAgent.Web.Problems;
using BelmAgent.Web.Security;
using BelmAgent.Web.Server;
using BelmAgent.Web.Sessions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the web page and the REST interface.</summary>
public static class BelmWebServiceCollectionExtensions
{
    /// <summary>
    /// Adds what <c>MapBelm</c> serves, over services with <c>AddBelm</c>. Edits of conversations are approved on the page, and others by
    /// a call with a key of the scope <c>approve</c>, in place of any approver that was registered before. Batches are worked off in this
    /// process, unless they are stored in PostgreSQL.
    /// </summary>
    /// <param name="services">The services, after <c>AddBelm</c>; calling twice changes nothing but options.</param>
    /// <param name="configure">Sets the options, which are validated when the host starts.</param>
    public static IServiceCollection AddBelmWeb(this IServiceCollection services, Action<ServeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddBelmOptions<ServeOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        if (services.Any(service => service.ServiceType == typeof(JobBook)))
        {
            return services;
        }

        services.AddBelm();
        services.AddBelmWorkflows();
        services.AddBelmBatchHost();
        services.AddHostedService<BatchFeed>();
        services.AddSingleton<EventHub>();
        services.AddSingleton<StreamCount>();
        services.AddSingleton<KeyWatch>();
        services.AddSingleton<ProposalBook>();
        services.AddSingleton<JobBook>();
        services.AddSingleton<ClientAssets>();
        services.AddSingleton(provider => new KeyRing(provider.GetRequiredService<IOptions<LibraryOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new SessionServices(
            new Lazy<BelmAgentChat>(provider.GetRequiredService<BelmAgentChat>), provider.GetRequiredService<JobBook>(), provider.GetRequiredService<ProposalBook>(), provider.GetRequiredService<EventHub>(),
            provider.GetRequiredService<LibraryId>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IOptions<ServeOptions>>().Value,
            provider.GetRequiredService<ILogger<LiveSession>>()));
        services.AddSingleton<SessionHub>();
        services.Replace(ServiceDescriptor.Singleton<IEditJobs>(provider => provider.GetRequiredService<JobBook>()));
        services.Replace(ServiceDescriptor.Singleton<IEditApprover>(provider => new WebApprover(new Lazy<SessionHub>(provider.GetRequiredService<SessionHub>))));
        services.AddHostedService<ServerLife>();
        // The core alone: the rest of it would make keys of its own in the user's folder, for cookies that are not used here.
        services.AddAuthenticationCore(authentication => authentication.AddScheme<KeyAuthentication>(KeyAuthentication.SchemeName, displayName: null));
        services.AddWebEncoders();
        services.AddTransient<KeyAuthentication>();
        services.AddAuthorization(AddPolicies);
        services.AddOpenApi(InterfaceDescription.Name, InterfaceDescription.Configure);
        return services;
    }

    /// <summary>Adds the same as <see cref="AddBelmWeb(IServiceCollection, Action{ServeOptions})"/>, with the options bound to the sections <c>Belm:Serve</c> and <c>Belm:Workflows</c>.</summary>
    /// <param name="services">The services, after <c>AddBelm</c>.</param>
    /// <param name="configuration">The configuration that has a section <c>Belm</c>.</param>
    /// <param name="configure">Sets options that override those of the configuration.</param>
    public static IServiceCollection AddBelmWeb(this IServiceCollection services, IConfiguration configuration, Action<ServeOptions>? configure = null) =>
        services.AddBelmSection<ServeOptions>(configuration, "Serve").AddBelmWorkflows(configuration).AddBelmWeb(configure);

    private static void AddPolicies(AuthorizationOptions options)
    {
        foreach (var scope in Scopes.All)
        {
            options.AddPolicy(ScopeConventions.PolicyOf(scope), policy => policy.AddAuthenticationSchemes(KeyAuthentication.SchemeName).RequireClaim(KeyAuthentication.ScopeClaim, scope));
        }
    }
}
