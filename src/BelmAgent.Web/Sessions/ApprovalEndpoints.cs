using System.Security.Claims;
using BelmAgent.Web.Plans;
using BelmAgent.Web.Problems;
using BelmAgent.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BelmAgent.Web.Sessions;

/// <summary>Decisions on proposals, whether a conversation waits for them or nobody does.</summary>
internal static class ApprovalEndpoints
{
    public static void MapApprovals(this RouteGroupBuilder api)
    {
        api.MapPost("proposals/{id}/approve", async (string id, ClaimsPrincipal user, ProposalBook book, SessionHub sessions, CancellationToken token) =>
            {
                if (!sessions.Settle(id, isApproved: true, user.Identity!.Name!))
                {
                    await book.ApproveAsync(id, user.Identity!.Name!, token);
                }

                return WebJson.Ok(new ProposalAnswer(book.Get(id)));
            })
            .RequireScope(Scopes.Approve).WithSummary("Approves a proposal.").Produces<ProposalAnswer>();
        api.MapPost("proposals/{id}/refuse", async (string id, ClaimsPrincipal user, ProposalBook book, SessionHub sessions, CancellationToken token) =>
            {
                if (!sessions.Settle(id, isApproved: false, user.Identity!.Name!))
                {
                    await book.RefuseAsync(id, user.Identity!.Name!, token);
                }

                return WebJson.Ok(new ProposalAnswer(book.Get(id)));
            })
            .RequireScope(Scopes.Edit).WithSummary("Refuses a proposal.").Produces<ProposalAnswer>();
    }
}
