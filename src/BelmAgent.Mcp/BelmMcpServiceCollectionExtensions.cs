using System.Reflection;
using BelmAgent.Editing;
using BelmAgent.Editing.Operations;
using BelmAgent.Mcp.Configuration;
using BelmAgent.Mcp.Approval;
using BelmAgent.Mcp.Batches;
using BelmAgent.Mcp.Pictures;
using BelmAgent.Mcp.Progress;
using BelmAgent.Mcp.Prompts;
using BelmAgent.Mcp.Resources;
using BelmAgent.Mcp.Tools;
using BelmAgent.Workflows;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the Model Context Protocol server.</summary>
public static class BelmMcpServiceCollectionExtensions
{
    // Clients put this into the model's context: at most 1,200 characters.
    private const string Instructions = """
        Belm edits pictures on exact diffusion inversion: what was not requested stays the same.

        Pictures are referred to by ids such as img_1jf3k9x2ma7bqpz, never by paths or data. Every picture is kept; an edit makes a new one.

        To edit: call belm_plan_edit with the user's own words. If it returns a question, ask the user. Otherwise call belm_edit_image with its proposal_id: the user is asked for approval, and sees the thumbnail of the result. If the status is "running", the edit goes on: call belm_get_job with the job_id until it ends; do not plan it again. Continue from the new image_id.

        Never redraw an existing picture with belm_generate_image. belm_undo_edit goes back, belm_list_history finds earlier pictures. An error says in its remedy what to do, and in may_retry whether you may try again without the user. Report the check honestly: passed_with_changes means that something else changed too.

        The resource belm://guide tells how to word requests.
        """;

    /// <summary>
    /// Adds a Model Context Protocol server with the functions of <c>AddBelm</c> as tools, pictures, recipes, inversions and a guide as
    /// resources, and prompts. It has no transport yet: add <c>WithStdioServerTransport</c> or <c>WithHttpTransport</c>.
    /// </summary>
    /// <remarks>
    /// Each edit is approved by the user of the client, whichever approver is registered; automatic approval applies here too. Progress of
    /// all operations goes to the client whose call they belong to: register an <c>IProgress&lt;EditProgress&gt;</c> of your own before.
    /// </remarks>
    /// <param name="services">The services, with <c>AddBelm</c> before or after.</param>
    /// <param name="configuration">The configuration whose section <c>Belm:Mcp</c> has the options (<see cref="McpOptions"/>).</param>
    /// <returns>The server's builder.</returns>
    public static IMcpServerBuilder AddBelmMcp(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddBelmSection<McpOptions>(configuration, "Mcp");
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CallProgress>();
        services.AddSingleton<IProgress<EditProgress>>(provider => provider.GetRequiredService<CallProgress>());
        services.TryAddSingleton<ApprovalState>();
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<ApprovalGate>(provider, provider.GetRequiredService<ImageOperations>().Editor));
        services.TryAddSingleton<Thumbnails>();
        services.TryAddSingleton<ToolResults>();
        services.TryAddSingleton<ToolServices>();
        services.TryAddSingleton<BelmServerTools>();
        services.TryAddSingleton<ResourceCatalog>();
        services.AddOptions<McpServerOptions>().Configure<BelmServerTools>((options, tools) =>
        {
            options.ToolCollection ??= [];
            foreach (var tool in tools.Tools)
            {
                options.ToolCollection.Add(tool);
            }
        });
        return services.AddMcpServer(Describe)
            .WithResources<BelmResources>()
            .WithPrompts([typeof(BelmPrompts)])
            .WithListResourcesHandler(async (request, cancellationToken) => await Catalog(request.Services).ListAsync(cancellationToken))
            .WithCompleteHandler(async (request, cancellationToken) => await Catalog(request.Services).CompleteAsync(request.Params!.Argument, cancellationToken));
    }

    /// <summary>
    /// Adds the tool <c>belm_import_image</c>, which imports files of this machine from the folders that <c>Belm:Library:AllowedRoots</c>
    /// and the client's roots allow. Only for servers on standard input and output, which run as their client's user.
    /// </summary>
    /// <param name="builder">The builder of <see cref="AddBelmMcp"/>.</param>
    /// <returns>The builder.</returns>
    public static IMcpServerBuilder WithBelmImport(this IMcpServerBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<ImportFolders>();
        builder.Services.TryAddSingleton<ImportImageTool>();
        builder.Services.AddOptions<McpServerOptions>().Configure<ImportImageTool>((options, import) => (options.ToolCollection ??= []).Add(import));
        return builder;
    }

    /// <summary>
    /// Adds tools for batches, <c>belm_plan_batch</c>, <c>belm_run_batch</c>, <c>belm_batch_status</c> and <c>belm_cancel_batch</c>, and
    /// the resource <c>belm://batches/{batch_id}</c>. Batches are planned and, where they are stored on this machine, worked off by the
    /// host's <see cref="BatchHost"/>, which has to be started.
    /// </summary>
    /// <param name="builder">The builder of <see cref="AddBelmMcp"/>.</param>
    /// <returns>The builder.</returns>
    public static IMcpServerBuilder WithBelmBatches(this IMcpServerBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddBelmWorkflows().AddBelmBatchHost();
        builder.Services.TryAddSingleton<BatchGate>();
        builder.Services.TryAddSingleton<BatchTools>();
        builder.Services.AddOptions<McpServerOptions>().Configure<BatchTools>((options, batches) =>
        {
            foreach (var tool in batches.Tools)
            {
                (options.ToolCollection ??= []).Add(tool);
            }
        });
        return builder.WithResources<BatchResources>();
    }

    private static ResourceCatalog Catalog(IServiceProvider? services) => services!.GetRequiredService<ResourceCatalog>();

    private static void Describe(McpServerOptions options)
    {
        options.ServerInfo = new Implementation
        {
            Name = "belm",
            Title = "BelmAgent",
            Version = typeof(McpOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0",
        };
        options.ServerInstructions = Instructions;
    }
}
