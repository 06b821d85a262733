using BelmAgent.Editing.Plans;
using BelmAgent.Web;
using BelmAgent.Web.Batches;
using BelmAgent.Web.Configuration;
using BelmAgent.Web.Jobs;
using BelmAgent.Web.OpenAi;
using BelmAgent.Web.Pictures;
using BelmAgent.Web.Plans;
using BelmAgent.Web.Problems;
using BelmAgent.Web.Security;
using BelmAgent.Web.Server;
using BelmAgent.Web.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Serves the web page and the REST interface.</summary>
public static class BelmApplicationBuilderExtensions
{
    /// <summary>
    /// Serves the page, the REST interface under <c>api/v1</c>, events and health in a pipeline of their own, behind checks of host,
    /// origin and key. Needs <c>AddBelmWeb</c>.
    /// </summary>
    /// <param name="app">The app.</param>
    /// <param name="path">The path that all of it lies under, such as <c>/belm</c>. Default: none, and then nothing else can be served.</param>
    /// <param name="map">Maps further endpoints into the same pipeline, behind the same checks of host and origin. Default: none.</param>
    /// <returns>The app.</returns>
    public static IApplicationBuilder MapBelm(this IApplicationBuilder app, string path = "", Action<IEndpointRouteBuilder>? map = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(path);
        return app.Map(path, branch =>
        {
            branch.Use((context, next) =>
            {
                // The app around may have matched its own fallback; what lies under this path is served here alone.
                context.SetEndpoint(null);
                context.Request.RouteValues.Clear();
                return next(context);
            });
            branch.UseMiddleware<ProblemMiddleware>();
            branch.UseMiddleware<FrontDoor>();
            branch.UseRouting();
            branch.UseAuthentication();
            branch.UseAuthorization();
            branch.UseMiddleware<RateMiddleware>();
            branch.UseMiddleware<IdempotencyMiddleware>();
            branch.UseEndpoints(endpoints =>
            {
                MapEndpoints(endpoints);
                map?.Invoke(endpoints);
            });
        });
    }

    private static void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        ClientAssets.Map(endpoints);
        SystemEndpoints.MapHealth(endpoints);
        InterfaceDescription.Map(endpoints);
        var maxMebibytes = endpoints.ServiceProvider.GetRequiredService<IOptions<EditingOptions>>().Value.MaxImportMebibytes;
        if (endpoints.ServiceProvider.GetRequiredService<IOptions<ServeOptions>>().Value.OpenAiImages)
        {
            OpenAiEndpoints.Map(endpoints, maxMebibytes);
        }

        RouteGroupBuilder Group(string tag) => endpoints.MapGroup("api/v1").WithTags(tag).WithGroupName(InterfaceDescription.Name);
        Group("server").MapSystem();
        Group("pictures").MapSamples();
        Group("pictures").MapPictures(maxMebibytes);
        Group("pictures").MapModel();
        Group("edits").MapPlans();
        Group("edits").MapApprovals();
        Group("edits").MapJobs();
        Group("conversations").MapSessions();
        Group("batches").MapBatches();
        Group("events").MapEvents();
    }
}
