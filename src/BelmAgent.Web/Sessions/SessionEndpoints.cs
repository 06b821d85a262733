using System.Security.Claims;
using BelmAgent.Editing;
using BelmAgent.Editing.Library;
using BelmAgent.Web.Jobs;
using BelmAgent.Web.Pictures;
using BelmAgent.Web.Plans;
using BelmAgent.Web.Problems;
using BelmAgent.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BelmAgent.Web.Sessions;

/// <summary>Conversations.</summary>
internal static class SessionEndpoints
{
    private const int MaxText = 4000;

    public static void MapSessions(this RouteGroupBuilder api)
    {
        var sessions = api.MapGroup("sessions").RequireScope(Scopes.Read);
        sessions.MapPost("", async (HttpContext context, SessionHub hub, JobBook jobs) =>
            {
                var asked = await context.Request.ReadBodyAsync<SessionRequest>();
                var live = await hub.BeginAsync(asked.ImageId, context.RequestAborted);
                return WebJson.Created(context, $"api/v1/sessions/{live.Id}", await hub.ViewAsync(live, jobs, context.RequestAborted));
            })
            .RequireScope(Scopes.Edit).WithMetadata(Idempotent.Mark).WithSummary("Starts a conversation.").Accepts<SessionRequest>("application/json").Produces<SessionView>(201);
        sessions.MapGet("", async (SessionHub hub, CancellationToken token, int limit = 50) => WebJson.Ok(new PageView<SessionEntry>(await hub.ListAsync(Math.Clamp(limit, 1, 200), token))))
            .WithSummary("Lists conversations, the latest first.").Produces<PageView<SessionEntry>>();
        sessions.MapGet("{id}", (string id, HttpContext context, SessionHub hub, JobBook jobs) => AnswerAsync(id, context, hub, jobs))
            .WithSummary("Returns a conversation with its pictures and its running turn.").Produces<SessionView>();
        sessions.MapDelete("{id}", async (string id, SessionHub hub, CancellationToken token) =>
            {
                await hub.RemoveAsync(id, token);
                return Results.NoContent();
            })
            .RequireScope(Scopes.Edit).WithSummary("Deletes a conversation; its pictures stay.").Produces(204);
        sessions.MapPost("{id}/messages", SendAsync).RequireScope(Scopes.Edit).WithMetadata(RateClass.Plan, Idempotent.Mark)
            .WithSummary("Sends a message; what comes of it arrives as events.").Accepts<MessageRequest>("application/json").Produces<MessageAnswer>(202);
        sessions.MapDelete("{id}/turn", async (string id, SessionHub hub, CancellationToken token) =>
            {
                (await hub.GetAsync(id, token)).Stop();
                return Results.Accepted();
            })
            .RequireScope(Scopes.Edit).WithSummary("Stops the running turn; a finished attempt is kept.").Produces(202);
        MapMoves(sessions);
    }

    private static void MapMoves(RouteGroupBuilder sessions)
    {
        sessions.MapPost("{id}/undo", (string id, HttpContext context, SessionHub hub, JobBook jobs, Images images) => ChangeAsync(id, context, hub, jobs, async session =>
            {
                var before = await images.UndoAsync(Current(session), context.RequestAborted);
                return session.GoTo(before.Id, isBack: true);
            }))
            .RequireScope(Scopes.Edit).WithSummary("Goes back to the picture before.").Produces<SessionView>();
        sessions.MapPost("{id}/redo", (string id, HttpContext context, SessionHub hub, JobBook jobs) => ChangeAsync(id, context, hub, jobs, session =>
                Task.FromResult(session.RedoStack is [.., var last] ? session.GoTo(last) : throw new WebException(409, "nothing_to_redo", "Nothing was undone", "edit on from here"))))
            .RequireScope(Scopes.Edit).WithSummary("Goes forward again.").Produces<SessionView>();
        sessions.MapPost("{id}/goto", (string id, HttpContext context, SessionHub hub, JobBook jobs, Images images) => MoveAsync(id, context, hub, jobs, images, (session, to) => session.GoTo(to)))
            .RequireScope(Scopes.Edit).WithSummary("Goes to any picture.").Accepts<GoToRequest>("application/json").Produces<SessionView>();
        sessions.MapPost("{id}/show", (string id, HttpContext context, SessionHub hub, JobBook jobs, Images images) => MoveAsync(id, context, hub, jobs, images, (session, to) => session.Show(to)))
            .RequireScope(Scopes.Edit).WithSummary("Continues with another picture.").Accepts<GoToRequest>("application/json").Produces<SessionView>();
        sessions.MapPut("{id}/mask", async (string id, HttpContext context, SessionHub hub, JobBook jobs, Images images) =>
            {
                var asked = await context.Request.ReadBodyAsync<MaskRequest>();
                var mask = await images.GetAsync(asked.MaskId, context.RequestAborted);
                return mask.Recipe.Kind == PictureKind.Mask
                    ? await ChangeAsync(id, context, hub, jobs, session => Task.FromResult(session with { Mask = mask.Id }))
                    : throw new WebException(400, "not_a_mask", $"'{mask.Id}' is no mask", "send one to 'POST api/v1/pictures/ID/masks'");
            })
            .RequireScope(Scopes.Edit).WithSummary("Bounds the next edit by a mask.").Accepts<MaskRequest>("application/json").Produces<SessionView>();
        sessions.MapDelete("{id}/mask", (string id, HttpContext context, SessionHub hub, JobBook jobs) =>
                ChangeAsync(id, context, hub, jobs, session => Task.FromResult(session with { Mask = null })))
            .RequireScope(Scopes.Edit).WithSummary("Takes the mask off.").Produces<SessionView>();
    }

    private static string Current(EditSession session) =>
        session.Current ?? throw new WebException(409, "no_image", "The conversation has no picture yet", "bring one in");

    private static async Task<IResult> SendAsync(string id, HttpContext context, ClaimsPrincipal user, SessionHub hub, ProposalBook proposals)
    {
        var asked = await context.Request.ReadBodyAsync<MessageRequest>();
        if (string.IsNullOrWhiteSpace(asked.Text) || asked.Text.Length > MaxText)
        {
            throw new WebException(400, "text_length", $"The text has {asked.Text.Length} characters", $"send 1 to {MaxText}");
        }

        var live = await hub.GetAsync(id, context.RequestAborted);
        if (asked.Proposal is { } proposal)
        {
            if (!user.HasClaim(KeyAuthentication.ScopeClaim, Scopes.Approve))
            {
                throw new WebException(403, "scope_needed", "The key may not approve a plan", "use a key that has the scope approve");
            }

            await proposals.ApproveAsync(proposal, user.Identity!.Name!, context.RequestAborted);
        }

        return WebJson.Ok(new MessageAnswer(live.Send(asked.Text.Trim(), asked.Proposal, user.Identity!.Name!)), StatusCodes.Status202Accepted);
    }

    // The body and the picture are read before the session is held.
    private static async Task<IResult> MoveAsync(string id, HttpContext context, SessionHub hub, JobBook jobs, Images images, Func<EditSession, string, EditSession> move)
    {
        var asked = await context.Request.ReadBodyAsync<GoToRequest>();
        var to = await images.GetAsync(asked.ImageId, context.RequestAborted);
        return await ChangeAsync(id, context, hub, jobs, session => Task.FromResult(move(session, to.Id)));
    }

    private static async Task<IResult> ChangeAsync(string id, HttpContext context, SessionHub hub, JobBook jobs, Func<EditSession, Task<EditSession>> change)
    {
        var live = await hub.GetAsync(id, context.RequestAborted);
        await live.ChangeAsync(change, context.Request.Headers.IfMatch is [var expected] ? expected : null, context.RequestAborted);
        return await AnswerAsync(id, context, hub, jobs);
    }

    private static async Task<IResult> AnswerAsync(string id, HttpContext context, SessionHub hub, JobBook jobs)
    {
        var live = await hub.GetAsync(id, context.RequestAborted);
        context.Response.Headers.ETag = live.Tag;
        context.Response.Headers.CacheControl = "no-store";
        return WebJson.Ok(await hub.ViewAsync(live, jobs, context.RequestAborted));
    }

}

/// <summary>The picture to start with.</summary>
internal sealed record SessionRequest(string? ImageId = null);

/// <summary>A message, or a proposal to run under its words.</summary>
internal sealed record MessageRequest(string Text, string? Proposal = null);

/// <summary>The turn that a message will have.</summary>
internal sealed record MessageAnswer(string TurnId);

/// <summary>The picture to go to.</summary>
internal sealed record GoToRequest(string ImageId);

/// <summary>The mask of the next edit.</summary>
internal sealed record MaskRequest(string MaskId);
