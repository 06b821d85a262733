using BelmAgent.Editing.Plans;
using BelmAgent.Plugins;
using BelmAgent.Plugins.Results;
using BelmAgent.Web.Problems;
using BelmAgent.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BelmAgent.Web.Plans;

/// <summary>Plans and their approval.</summary>
internal static class PlanEndpoints
{
    public static void MapPlans(this RouteGroupBuilder api)
    {
        api.MapPost("plans", async (HttpRequest request, BelmPlugin belm, ProposalBook book) =>
                WebJson.Ok(new ProposalAnswer(await PlanAsync(await request.ReadBodyAsync<PlanRequest>(), belm, book, request.HttpContext.RequestAborted))))
            .RequireScope(Scopes.Edit).WithMetadata(RateClass.Plan)
            .WithSummary("Plans an edit from plain words; 422 with a question where it cannot.").Accepts<PlanRequest>("application/json").Produces<ProposalAnswer>();
        api.MapPost("proposals", ProposeAsync).RequireScope(Scopes.Edit).WithMetadata(RateClass.Plan)
            .WithSummary("Makes a plan that was written or changed by hand a proposal.").Accepts<ProposeRequest>("application/json").Produces<ProposalAnswer>(201);
        api.MapGet("proposals/{id}", (string id, ProposalBook book) => WebJson.Ok(new ProposalAnswer(book.Get(id))))
            .RequireScope(Scopes.Read).WithSummary("Returns a proposal.").Produces<ProposalAnswer>();
    }

    /// <summary>Plans an edit.</summary>
    /// <exception cref="BelmException">The planner asks, or the picture or a setting is not there.</exception>
    public static async Task<ProposalView> PlanAsync(PlanRequest asked, BelmPlugin belm, ProposalBook book, CancellationToken cancellationToken)
    {
        var settings = asked.Settings ?? new PlanSettings();
        var planned = await belm.PlanEditAsync(
            asked.ImageId, asked.Request, asked.Caption, target_prompt: asked.TargetPrompt, previous_request: asked.PreviousRequest, previous_question: asked.PreviousQuestion,
            mask_id: asked.MaskId, start: settings.Start, steps: settings.Steps, guidance: settings.Guidance, strength: settings.Strength, attempts: settings.Attempts,
            cancellationToken: cancellationToken);
        planned.ThrowIfFailed();
        return planned.Question is { } question
            ? throw new WebException(422, "request_unclear", question, "answer with the same call, and this request and question as previous_request and previous_question") { Question = question }
            : book.Keep(planned);
    }

    private static async Task<IResult> ProposeAsync(HttpContext context, ProposalBook book)
    {
        var asked = await context.Request.ReadBodyAsync<ProposeRequest>();
        var view = await book.ProposeAsync(asked.ImageId, asked.Plan, context.RequestAborted);
        return WebJson.Created(context, $"api/v1/proposals/{view.ProposalId}", new ProposalAnswer(view));
    }
}

/// <summary>A request in plain words.</summary>
internal sealed record PlanRequest(string ImageId, string Request)
{
    public string? Caption { get; init; }

    public string? TargetPrompt { get; init; }

    public string? PreviousRequest { get; init; }

    public string? PreviousQuestion { get; init; }

    public string? MaskId { get; init; }

    public PlanSettings? Settings { get; init; }
}

/// <summary>Settings that the caller fixes; those left out follow from the model and the kind of edit.</summary>
internal sealed record PlanSettings
{
    public int? Steps { get; init; }

    public double? Guidance { get; init; }

    public double? Strength { get; init; }

    public int? Attempts { get; init; }

    public string? Start { get; init; }
}

/// <summary>A plan written by hand.</summary>
internal sealed record ProposeRequest(string ImageId, EditPlan Plan);

/// <summary>A proposal as an answer.</summary>
internal sealed record ProposalAnswer(ProposalView Proposal);

/// <summary>The failures of functions, as exceptions.</summary>
internal static class FunctionResults
{
    /// <summary>Throws the error of a function's result, if it has one.</summary>
    public static void ThrowIfFailed(this BelmResult result)
    {
        if (result.Error is { } error)
        {
            // One that a function made up itself is about what it was asked.
            throw new BelmException(error.Code, error.Kind ?? ErrorKind.InvalidInput, error.Message.TrimEnd('.'), error.Remedy.TrimEnd('.')) { KnownIds = error.KnownIds };
        }
    }
}
