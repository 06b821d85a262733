using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using BelmAgent.Workflows;
using BelmAgent.Workflows.Batches;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace BelmAgent.Mcp.Batches;

/// <summary>Batches as resources.</summary>
/// <remarks>Safe to share.</remarks>
/// <param name="batches">The batches.</param>
[McpServerResourceType]
[SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "A parameter is named as in its template.")]
internal sealed class BatchResources(IBatchService batches)
{
    private const string Json = "application/json";
    private const int MaxRows = 1000;

    /// <summary>Reads a batch with its rows.</summary>
    [McpServerResource(UriTemplate = "belm://batches/{batch_id}", Name = "batch", Title = "Batch", MimeType = Json)]
    [Description("A batch of edits: its state, its counts, and its first 1000 rows with their images and errors.")]
    public async Task<TextResourceContents> ReadBatchAsync(string batch_id, CancellationToken cancellationToken)
    {
        try
        {
            var batch = await batches.GetAsync(batch_id, cancellationToken);
            var rows = await batches.ListItemsAsync(batch.Id, cancellationToken: cancellationToken).Take(MaxRows).Select(BatchRowResult.From).ToListAsync(cancellationToken);
            var view = new { batch_id = batch.Id, name = batch.Name, owner = batch.Owner, state = batch.State, counts = batch.Rows, expected_end = batch.ExpectedEnd, rows };
            return new TextResourceContents { Uri = $"belm://batches/{batch.Id}", MimeType = Json, Text = JsonSerializer.Serialize(view, JsonSerializerOptions.Web) };
        }
        catch (BelmException e)
        {
            throw new McpProtocolException($"{e.SafeMessage} {e.Advice}", e, e.Kind == ErrorKind.NotFound ? McpErrorCode.ResourceNotFound : McpErrorCode.InternalError);
        }
    }
}
