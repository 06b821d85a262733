using System.Globalization;
using System.Reflection;
using System.Security.Claims;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning;
using BelmAgent.Planning.Offline;
using BelmAgent.Web.Problems;
using BelmAgent.Web.Security;
using BelmAgent.Workflows;
using BelmAgent.Workflows.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BelmAgent.Web.Server;

/// <summary>The server itself: what it is, whether it works, and signing in.</summary>
internal static class SystemEndpoints
{
    public static void MapSystem(this RouteGroupBuilder api)
    {
        api.MapGet("system", (HttpContext context) => WebJson.Ok(SystemView.Create(context.RequestServices)))
            .RequireScope(Scopes.Read).WithSummary("Returns version, model, limits and what the server can do.").Produces<SystemView>();
        api.MapPost("login", async (HttpContext context, KeyRing keys) =>
            {
                var asked = await context.Request.ReadBodyAsync<LoginRequest>();
                var key = keys.Find(asked.Key) ?? throw new BelmException("key_unknown", ErrorKind.Refused, "The key is not known", "copy the link that 'belm serve' prints once more");
                var (value, expires) = keys.CreateCookie(key);
                context.Response.Cookies.Append(KeyAuthentication.CookieOf(context.Request), value, Cookie(context, expires));
                return Results.NoContent();
            })
            .AllowAnonymous().WithMetadata(RateClass.Plan).WithSummary("Gives a page a cookie for a key.").Accepts<LoginRequest>("application/json").Produces(204);
        api.MapGet("login", (ClaimsPrincipal user) => WebJson.Ok(new LoginView(
                user.Identity!.Name!, [.. user.FindAll(KeyAuthentication.ScopeClaim).Select(claim => claim.Value)])))
            .RequireScope(Scopes.Read).WithSummary("Returns whose key this is.").Produces<LoginView>();
        api.MapDelete("login", (HttpContext context) =>
            {
                context.Response.Cookies.Delete(KeyAuthentication.CookieOf(context.Request), Cookie(context, null));
                return Results.NoContent();
            })
            .AllowAnonymous().WithSummary("Takes the cookie back.").Produces(204);
    }

    public static void MapHealth(IEndpointRouteBuilder routes)
    {
        routes.MapGet("health/live", () => Results.Text("ok")).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("health/ready", async (HttpContext context) =>
            {
                var faults = await Readiness.FaultsAsync(context.RequestServices, context.RequestAborted);
                return context.User.HasClaim(KeyAuthentication.ScopeClaim, Scopes.Read)
                    ? WebJson.Ok(new ReadyView(faults.Count == 0, faults), faults.Count == 0 ? 200 : 503)
                    : Results.Text(faults.Count == 0 ? "ready" : "not ready", statusCode: faults.Count == 0 ? 200 : 503);
            })
            .AllowAnonymous().ExcludeFromDescription();
    }

    private static CookieOptions Cookie(HttpContext context, DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Path = context.Request.PathBase.HasValue ? context.Request.PathBase.Value : "/",
        Expires = expires,
        IsEssential = true,
    };

    private sealed record LoginRequest(string Key);

    private sealed record LoginView(string Name, IReadOnlyList<string> Scopes);

    private sealed record ReadyView(bool Ready, IReadOnlyList<string> Faults);
}

/// <summary>The server, as it describes itself.</summary>
internal sealed record SystemView
{
    public required string Version { get; init; }

    public required ModelView? Model { get; init; }

    public required string Provider { get; init; }

    public required string Planner { get; init; }

    public required string Approval { get; init; }

    public required LimitsView Limits { get; init; }

    public required FeaturesView Features { get; init; }

    public static SystemView Create(IServiceProvider services)
    {
        T Options<T>()
            where T : class => services.GetRequiredService<IOptions<T>>().Value;
        var editing = Options<EditingOptions>();
        var model = FindModel(services);
        return new SystemView
        {
            Version = typeof(SystemView).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0",
            Model = model is null ? null : new ModelView(Path.GetFileName(model.Path.TrimEnd(Path.DirectorySeparatorChar)), model.Hash),
            Provider = Options<DeviceOptions>().Provider ?? "auto",
            Planner = services.GetRequiredService<IEditPlanner>() is OfflinePlanner ? "offline" : "language model",
            Approval = editing.Approval == ApprovalMode.Automatic ? "automatic" : "ask",
            Limits = new LimitsView(editing.MaxImportMebibytes, editing.MaxImportMegapixels, editing.MaxSteps, editing.MaxAttempts),
            Features = new FeaturesView(model?.TakesPrompts == true, model?.Has("describer") == true),
        };
    }

    /// <summary>Returns the model's folder; null if there is none that can be used.</summary>
    internal static ModelFolder? FindModel(IServiceProvider services)
    {
        try
        {
            return services.GetRequiredService<PipelineLoader>().Folder;
        }
        catch (BelmException)
        {
            // The page says that there is no model; an edit says why.
            return null;
        }
    }
}

/// <summary>The model.</summary>
internal sealed record ModelView(string Name, string Hash);

/// <summary>The limits of what may be sent.</summary>
internal sealed record LimitsView(int MaxUploadMebibytes, int MaxMegapixels, int MaxSteps, int MaxAttempts);

/// <summary>The abilities of the model.</summary>
internal sealed record FeaturesView(bool Generate, bool Describe);

/// <summary>Whether the server can take work.</summary>
internal static class Readiness
{
    private const long MinFreeBytes = 256L << 20;

    /// <summary>Returns what is wrong, without paths; empty if nothing is.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        try
        {
            _ = services.GetRequiredService<PipelineLoader>().Folder;
        }
        catch (BelmException e)
        {
            faults.Add(e.SafeMessage);
        }

        try
        {
            var root = services.GetRequiredService<IOptions<LibraryOptions>>().Value.Root;
            Directory.CreateDirectory(root);
            var probe = Path.Combine(root, $".ready-{Guid.NewGuid():N}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            if (new DriveInfo(Path.GetFullPath(root)).AvailableFreeSpace is < MinFreeBytes and var free)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"The library's disk has {free >> 20} MiB left."));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add("The library cannot be written.");
        }

        try
        {
            if (services.GetRequiredService<IOptions<WorkflowOptions>>().Value.Store == WorkflowStore.PostgreSql)
            {
                await services.GetRequiredService<IBatchService>().GetHealthAsync(cancellationToken: cancellationToken);
            }
        }
        catch (BelmException e)
        {
            faults.Add(e.SafeMessage);
        }

        return faults;
    }
}
