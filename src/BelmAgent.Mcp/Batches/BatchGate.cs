using System.Globalization;
using System.Text;
using System.Text.Json;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Plans;
using BelmAgent.Mcp.Approval;
using BelmAgent.Mcp.Configuration;
using BelmAgent.Plugins.Results;
using BelmAgent.Workflows;
using BelmAgent.Workflows.Batches;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace BelmAgent.Mcp.Batches;

/// <summary>Asks the user of a client whether a planned batch may run, as a whole and by the hash of its plan.</summary>
/// <remarks>What is not approved does not run, whoever asks: the rows enforce it. Safe to share.</remarks>
/// <param name="batches">The batches.</param>
/// <param name="states">Seals the questions.</param>
/// <param name="editing">Tells whether edits need approval at all.</param>
/// <param name="options">Sets how long an answer counts.</param>
internal sealed class BatchGate(IBatchService batches, ApprovalState states, IOptions<EditingOptions> editing, IOptions<McpOptions> options)
{
    private const string Question = "batch_approval";
    private const string ApproveField = "approve";
    private const int Shown = 10;

    /// <summary>Has a batch approved.</summary>
    /// <param name="request">The call of run_batch.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Null if it is approved now; else why not.</returns>
    /// <exception cref="InputRequiredException">The client is asked, and calls again with the answer.</exception>
    public async Task<BelmError?> AuthorizeAsync(RequestContext<CallToolRequestParams> request, Batch batch, CancellationToken cancellationToken)
    {
        if (batch.ApprovedBy is not null)
        {
            return null;
        }

        if (batch.PlanHash is not { } hash)
        {
            return BelmError.Create("batch_not_planned", $"{batch.Id} is not planned completely.", "Call belm_batch_status until its state is planned.");
        }

        var client = ClientName.DeciderOf(request);
        if (editing.Value.Approval == ApprovalMode.Automatic)
        {
            await batches.ApproveAsync(batch.Id, hash, $"automatic for {client}", cancellationToken);
            return null;
        }

        // The seal names the plan: an answer to another one does not count.
        var subject = $"{batch.Id}:{hash}";
        if (request.Params?.InputResponses?.TryGetValue(Question, out var answer) == true)
        {
            return !states.Verify(request.Params.RequestState, subject, client)
                ? BelmError.Create("approval_invalid", "The answer is not to the question about this plan, or it came too late, so nothing runs.", "Call belm_run_batch again, so that the user is asked again.")
                : IsYes(answer.Deserialize(InputResponse.ElicitResultJsonTypeInfo))
                    ? await ApproveAsync(batch.Id, hash, client, cancellationToken)
                    : BelmError.From(EditErrors.NotApproved());
        }

        return ApprovalGate.CanAsk(request.Server)
            ? throw new InputRequiredException(
                new Dictionary<string, InputRequest> { [Question] = InputRequest.ForElicitation(await AskAsync(batch, cancellationToken)) },
                states.Seal(subject, client, options.Value.ApprovalTimeout))
            : BelmError.Create(
                "approval_unavailable", "The batch needs the user's approval, and this client cannot ask for it, so nothing runs.",
                "Tell the user: approve it on the page of belm serve, use a client with elicitation, or let every edit run with Belm:Editing:Approval=Automatic.") with
            {
                MayRetry = false,
            };
    }

    private static string OneLine(string? text) => string.Concat((text ?? "").Select(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' ? ' ' : letter));

    private static bool IsYes(ElicitResult? answer) => answer is { IsAccepted: true } && answer.Content?.TryGetValue(ApproveField, out var yes) == true && yes.ValueKind == JsonValueKind.True;

    private async Task<BelmError?> ApproveAsync(string id, string hash, string by, CancellationToken cancellationToken)
    {
        await batches.ApproveAsync(id, hash, by, cancellationToken);
        return null;
    }

    private async Task<ElicitRequestParams> AskAsync(Batch batch, CancellationToken cancellationToken)
    {
        var planned = batch.Count(BatchItemState.Planned);
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"Run {planned} edits of the batch {batch.Name}?"));
        await foreach (var item in batches.ListItemsAsync(batch.Id, BatchItemState.Planned, cancellationToken: cancellationToken).Take(Shown).WithCancellation(cancellationToken))
        {
            // The plan that would run, whatever the request says; on one line, so that a request cannot look like several.
            text.Append(CultureInfo.InvariantCulture, $"\n{item.Number}. {OneLine(item.Request)} ({Path.GetFileName(item.Image.Replace('\\', '/'))}): {OneLine(item.Plan?.SourcePrompt)} → {OneLine(item.Plan?.TargetPrompt)}");
        }

        text.Append(planned > Shown ? string.Create(CultureInfo.InvariantCulture, $"\n… and {planned - Shown} more") : "");
        foreach (var (count, what) in new[] { (batch.Count(BatchItemState.NeedsAnswer), "are unclear"), (batch.Count(BatchItemState.Failed), "cannot be used") }.Where(entry => entry.Item1 > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{count} rows {what} and are left out.");
        }

        return new ElicitRequestParams
        {
            Message = text.ToString(),
            RequestedSchema = new()
            {
                Properties = new Dictionary<string, ElicitRequestParams.PrimitiveSchemaDefinition>
                {
                    [ApproveField] = new ElicitRequestParams.BooleanSchema { Title = "Run these edits", Description = "All images are kept; each edit makes a new one." },
                },
                Required = [ApproveField],
            },
        };
    }
}
