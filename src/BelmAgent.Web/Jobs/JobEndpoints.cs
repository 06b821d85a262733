using System.Globalization;
using System.Security.Claims;
using BelmAgent.Editing;
using BelmAgent.Editing.Operations;
using BelmAgent.Plugins;
using BelmAgent.Web.Plans;
using BelmAgent.Web.Problems;
using BelmAgent.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BelmAgent.Web.Jobs;

/// <summary>Edits that run in the background, and the one call that does it all.</summary>
internal static class JobEndpoints
{
    private const int MaxWait = 300;

    public static void MapJobs(this RouteGroupBuilder api)
    {
        api.MapPost("jobs", StartAsync).RequireScope(Scopes.Edit).WithMetadata(RateClass.Job, Idempotent.Mark)
            .WithSummary("Starts an approved proposal.").Accepts<JobRequest>("application/json").Produces<JobView>(202);
        api.MapGet("jobs", (JobBook jobs, EditJobState? state = null, int limit = 50) => WebJson.Ok(new Pictures.PageView<JobView>(jobs.List(state, Math.Clamp(limit, 1, 200)))))
            .RequireScope(Scopes.Read).WithSummary("Lists jobs, newest first.").Produces<Pictures.PageView<JobView>>();
        api.MapGet("jobs/{id}", async (string id, JobBook jobs, CancellationToken token, int wait = 0) =>
            {
                await jobs.WaitAsync(id, TimeSpan.FromSeconds(Math.Clamp(wait, 0, MaxWait)), token);
                return WebJson.Ok(jobs.Get(id));
            })
            .RequireScope(Scopes.Read).WithSummary("Returns a job, after waiting for its end up to 'wait' seconds.").Produces<JobView>();
        api.MapDelete("jobs/{id}", (string id, JobBook jobs) =>
            {
                jobs.Cancel(id);
                return WebJson.Ok(jobs.Get(id), StatusCodes.Status202Accepted);
            })
            .RequireScope(Scopes.Edit).WithSummary("Cancels a job; a finished attempt is kept.").Produces<JobView>(202);
        api.MapGet("jobs/{id}/preview", Preview).RequireScope(Scopes.Read).WithSummary("Returns the latest preview of a running job.").Produces<Stream>(200, "image/png");
        api.MapPost("edits", EditAsync).RequireScope(Scopes.Edit).RequireScope(Scopes.Approve).WithMetadata(RateClass.Job, Idempotent.Mark)
            .WithSummary("Plans, approves and runs an edit; answers with the result, or with the job where it takes longer than 'wait' seconds.")
            .Accepts<PlanRequest>("application/json").Produces<EditResultView>().Produces<JobView>(202);
    }

    private static async Task<IResult> StartAsync(HttpContext context, ClaimsPrincipal user, JobBook jobs, ProposalBook proposals)
    {
        var asked = await context.Request.ReadBodyAsync<JobRequest>();
        proposals.ThrowIfNotApproved(asked.ProposalId);
        using var caller = new EditCaller(user.Identity!.Name!).Enter();
        var job = await jobs.StartAsync(asked.ProposalId, cancellationToken: context.RequestAborted);
        return Accepted(context, jobs.Get(job.Id));
    }

    private static async Task<IResult> EditAsync(HttpContext context, ClaimsPrincipal user, BelmPlugin belm, JobBook jobs, ProposalBook proposals, int wait = 60)
    {
        var by = user.Identity!.Name!;
        using var caller = new EditCaller(by).Enter();
        var proposal = await PlanEndpoints.PlanAsync(await context.Request.ReadBodyAsync<PlanRequest>(), belm, proposals, context.RequestAborted);
        await proposals.ApproveAsync(proposal.ProposalId, by, context.RequestAborted);
        var job = await jobs.StartAsync(proposal.ProposalId, cancellationToken: context.RequestAborted);
        await jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(Math.Clamp(wait, 0, MaxWait)), context.RequestAborted);
        var view = jobs.Get(job.Id);
        return view switch
        {
            { Result: { } result } => WebJson.Ok(result),
            { State: EditJobState.Failed, Error: { } fault } => Results.Json(fault, WebJson.Options, "application/problem+json", fault.Status),
            _ => Accepted(context, view),
        };
    }

    private static IResult Accepted(HttpContext context, JobView job)
    {
        context.Response.Headers.Location = $"{context.Request.PathBase}/api/v1/jobs/{job.JobId}";
        return WebJson.Ok(job, StatusCodes.Status202Accepted);
    }

    private static IResult Preview(string id, HttpContext context, JobBook jobs)
    {
        if (jobs.GetPreview(id) is not var (sequence, png))
        {
            throw new WebException(404, "no_preview", $"There is no preview of '{id}' yet", "ask again once its progress names one");
        }

        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{sequence}\"");
        context.Response.Headers.CacheControl = "no-store";
        return Results.Bytes(png, "image/png");
    }
}

/// <summary>Which proposal to run.</summary>
internal sealed record JobRequest(string ProposalId);
