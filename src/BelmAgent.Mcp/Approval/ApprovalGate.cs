using System.Globalization;
using System.Text.Json;
using System.Text;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing;
using BelmAgent.Mcp.Configuration;
using BelmAgent.Plugins.Results;
using BelmAgent.Plugins;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace BelmAgent.Mcp.Approval;

/// <summary>Asks the user of a client whether a proposed edit may run, before it does.</summary>
/// <remarks>
/// It only records approvals and refusals: the domain enforces that nothing runs without one. A client that cannot ask gets an error with
/// the remedy. Safe to share.
/// </remarks>
/// <param name="editor">Keeps the proposals.</param>
/// <param name="states">Seals the questions.</param>
/// <param name="editing">Tells whether edits need approval at all.</param>
/// <param name="options">Sets how long an answer counts.</param>
internal sealed class ApprovalGate(ImageEditor editor, ApprovalState states, IOptions<EditingOptions> editing, IOptions<McpOptions> options)
{
    private const string Question = "approval";
    private const string ApproveField = "approve";
    private const string ChangeField = "change";

    /// <summary>Has a proposal approved.</summary>
    /// <param name="request">The call of edit_image.</param>
    /// <param name="proposalId">Its proposal; null if the call names none.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Null if the call may go on; else why not.</returns>
    /// <exception cref="InputRequiredException">The client is asked, and calls again with the answer.</exception>
    public async Task<BelmError?> AuthorizeAsync(RequestContext<CallToolRequestParams> request, string? proposalId, CancellationToken cancellationToken)
    {
        if (proposalId is null || editing.Value.Approval == ApprovalMode.Automatic)
        {
            return null;
        }

        WaitingProposal waiting;
        try
        {
            waiting = await editor.GetProposalAsync(proposalId, cancellationToken);
        }
        catch (BelmException e)
        {
            return BelmError.From(e);
        }

        if (waiting.Approval is not null)
        {
            return null;
        }

        var client = ClientName.DeciderOf(request);
        if (request.Params?.InputResponses?.TryGetValue(Question, out var answer) == true)
        {
            return states.Verify(request.Params.RequestState, proposalId, client)
                ? await DecideAsync(waiting.Proposal, answer.Deserialize(InputResponse.ElicitResultJsonTypeInfo), client, cancellationToken)
                : BelmError.Create(
                    "approval_invalid", "The answer is not to the question about this edit, or it came too late, so nothing was changed.", "Call belm_edit_image again, so that the user is asked again.");
        }

        return CanAsk(request.Server)
            ? throw new InputRequiredException(
                new Dictionary<string, InputRequest> { [Question] = InputRequest.ForElicitation(Ask(waiting.Proposal)) },
                states.Seal(proposalId, client, options.Value.ApprovalTimeout))
            : BelmError.Create(
                "approval_unavailable",
                "The edit needs the user's approval, and this client cannot ask for it, so nothing was changed.",
                "Tell the user: use a client with elicitation, or let every edit run with Belm:Editing:Approval=Automatic (belm mcp --yes).") with
            {
                MayRetry = false,
            };
    }

    /// <summary>Returns whether a client can ask its user by a form.</summary>
    public static bool CanAsk(McpServer server) =>
        // A client may be able to open an address but not to show a form; one that names neither shows forms.
        server.IsMrtrSupported && server.ClientCapabilities?.Elicitation is { } elicitation && (elicitation.Form is not null || elicitation.Url is null);

    private async Task<BelmError?> DecideAsync(EditProposal proposal, ElicitResult? answer, string client, CancellationToken cancellationToken)
    {
        try
        {
            if (answer is { IsAccepted: true } && Field(answer, ChangeField) is { ValueKind: JsonValueKind.String } text && text.GetString()?.Trim() is { Length: > 0 } change)
            {
                await editor.RefuseAsync(proposal.Id, cancellationToken);
                return BelmError.Create(
                    "change_requested",
                    $"The user wants something else, so nothing was changed: {change}",
                    $"Call belm_plan_edit with image_id {proposal.ImageId} and the user's words as the request.");
            }

            if (answer is { IsAccepted: true } && Field(answer, ApproveField) is { ValueKind: JsonValueKind.True })
            {
                await editor.ApproveAsync(proposal.Id, client, cancellationToken);
                return null;
            }

            await editor.RefuseAsync(proposal.Id, cancellationToken);
            return BelmError.From(EditErrors.NotApproved());
        }
        catch (BelmException e)
        {
            return BelmError.From(e);
        }
    }

    private static JsonElement? Field(ElicitResult answer, string name) => answer.Content?.TryGetValue(name, out var value) == true ? value : null;

    private static ElicitRequestParams Ask(EditProposal proposal) => new()
    {
        Message = Describe(proposal),
        RequestedSchema = new()
        {
            Properties = new Dictionary<string, ElicitRequestParams.PrimitiveSchemaDefinition>
            {
                [ApproveField] = new ElicitRequestParams.BooleanSchema { Title = "Run this edit", Description = "The image is kept; the edit makes a new one." },
                [ChangeField] = new ElicitRequestParams.StringSchema { Title = "Or change it", Description = "What to do instead, in your words; leave it empty to run the edit." },
            },
            Required = [ApproveField],
        },
    };

    private static string Describe(EditProposal proposal)
    {
        var text = new StringBuilder("Run this edit?");
        if (proposal.Plan.Request is { } request)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nRequest: {request}");
        }

        var (before, after) = WordDifference.Compute(proposal.Plan.SourcePrompt, proposal.Plan.TargetPrompt);
        text.Append(CultureInfo.InvariantCulture, $"\nFrom: {Mark(before, "[-", "-]")}\nTo: {Mark(after, "{+", "+}")}");
        text.Append(CultureInfo.InvariantCulture, $"\nImage: {proposal.ImageId}, {string.Join(", ", PlanWords.Settings(proposal.Plan))}");
        if (proposal.EstimatedSeconds is { } seconds)
        {
            text.Append(CultureInfo.InvariantCulture, $", about {seconds:0.#} s for an attempt");
        }

        return text.ToString();
    }

    private static string Mark(IEnumerable<(string Word, bool Common)> words, string open, string close) =>
        string.Join(' ', words.Select(word => word.Common ? word.Word : $"{open}{word.Word}{close}"));
}
