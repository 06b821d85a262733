using System.Text.Json;
using BelmAgent.Mcp.Approval;
using BelmAgent.Mcp.Tools;
using BelmAgent.Plugins.Results;
using BelmAgent.Workflows;
using BelmAgent.Workflows.Batches;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace BelmAgent.Mcp.Batches;

/// <summary>The tools for batches: many edits that are planned together, approved as a whole and run in the background.</summary>
/// <param name="batches">The batches.</param>
/// <param name="host">Plans them, and works them off.</param>
/// <param name="gate">Has them approved.</param>
/// <param name="results">Creates results.</param>
internal sealed class BatchTools(IBatchService batches, BatchHost host, BatchGate gate, ToolResults results)
{
    private const string Named = """{ "type": "object", "properties": { "batch_id": { "type": "string", "description": "Id of the batch." } }, "required": ["batch_id"] }""";

    private const string Planned = """
        {
          "type": "object",
          "properties": {
            "rows": {
              "type": "array", "minItems": 1, "maxItems": 1000, "description": "The edits, one a row.",
              "items": {
                "type": "object", "additionalProperties": false, "required": ["image_id"],
                "properties": {
                  "image_id": { "type": "string", "description": "Id of the image." },
                  "request": { "type": "string", "description": "What should change in it; left out where the request for all applies." }
                }
              }
            },
            "request": { "type": "string", "description": "What should change in rows without a request of their own." },
            "name": { "type": "string", "description": "A name that the user will recognize." }
          },
          "required": ["rows"]
        }
        """;

    // Clients give up after a minute.
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(25);

    /// <summary>Gets the tools.</summary>
    public IEnumerable<McpServerTool> Tools =>
    [
        new BatchTool(Describe("plan_batch", "Plan many edits", "Plans many edits at once; nothing is edited. Then call belm_run_batch.", Planned), PlanAsync, results),
        new BatchTool(
            Describe("run_batch", "Run a planned batch", "Has the user approve a planned batch as a whole, and runs it in the background. Then call belm_batch_status.", Named), RunAsync, results),
        new BatchTool(
            Describe("batch_status", "Watch a batch", "Waits a little for news of a batch; returns its counts, its results and what failed. Call it again until the state is ended.", Named, isReadOnly: true),
            StatusAsync, results),
        new BatchTool(Describe("cancel_batch", "Cancel a batch", "Cancels what a batch has not done; finished images stay.", Named), CancelAsync, results),
    ];

    private static Tool Describe(string name, string title, string description, string schema, bool isReadOnly = false) => new()
    {
        Name = $"belm_{name}",
        Title = title,
        Description = description,
        InputSchema = JsonElement.Parse(schema),
        OutputSchema = AIJsonUtilities.CreateJsonSchema(typeof(BatchToolResult), serializerOptions: AIJsonUtilities.DefaultOptions),
        Annotations = new ToolAnnotations { Title = title, ReadOnlyHint = isReadOnly, IdempotentHint = isReadOnly, DestructiveHint = false, OpenWorldHint = false },
    };

    private async Task<BatchToolResult> PlanAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        if (Argument(request, "rows") is not { ValueKind: JsonValueKind.Array } rows)
        {
            return new BatchToolResult { Error = BelmError.Create("missing_argument", "rows must be given.", "Call the function again with it.") };
        }

        if (rows.EnumerateArray().Any(row => !IsRow(row)))
        {
            return new BatchToolResult { Error = BelmError.Create("invalid_argument", "A row is not an object with image_id and request, each a text.", "Call the function again with such rows.") };
        }

        // Of a row, only these two: what else a manifest can say is not shown to the user who approves it.
        var lines = rows.EnumerateArray().Select(row => JsonSerializer.Serialize(new { image = Member(row, "image_id"), request = Member(row, "request") }));
        using var manifest = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        var batch = await batches.CreateAsync(
            new BatchUpload { Manifest = manifest, Name = Text(request, "name") ?? "batch", Request = Text(request, "request"), Owner = ClientName.OwnerOf(request) }, cancellationToken);
        host.Plan(batch.Id);
        return await DescribeAsync(await host.WaitAsync(batch, Wait, cancellationToken), cancellationToken);
    }

    private async Task<BatchToolResult> RunAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        var batch = await GetAsync(request, cancellationToken);
        if (await gate.AuthorizeAsync(request, batch, cancellationToken) is { } refusal)
        {
            return new BatchToolResult { Error = refusal };
        }

        host.Wake();
        return await DescribeAsync(await batches.GetAsync(batch.Id, cancellationToken), cancellationToken);
    }

    private async Task<BatchToolResult> StatusAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken) =>
        await DescribeAsync(await host.WaitAsync(await GetAsync(request, cancellationToken), Wait, cancellationToken), cancellationToken);

    private async Task<BatchToolResult> CancelAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken) =>
        await DescribeAsync(await batches.CancelAsync((await GetAsync(request, cancellationToken)).Id, cancellationToken), cancellationToken);

    private Task<Batch> GetAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken) => batches.GetAsync(Text(request, "batch_id") ?? "", cancellationToken);

    private async Task<BatchToolResult> DescribeAsync(Batch batch, CancellationToken cancellationToken)
    {
        var result = await BatchToolResult.CreateAsync(batches, batch, cancellationToken);
        return host.FindFault(batch) is { } fault ? result with { Error = BelmError.From(fault) } : result;
    }

    private static bool IsRow(JsonElement row) =>
        row.ValueKind == JsonValueKind.Object && row.EnumerateObject().All(member => member.Name is "image_id" or "request" && member.Value.ValueKind == JsonValueKind.String)
        && row.EnumerateObject().DistinctBy(member => member.Name).Count() == row.EnumerateObject().Count();

    private static string? Member(JsonElement row, string name) => row.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static JsonElement? Argument(RequestContext<CallToolRequestParams> request, string name) => request.Params?.Arguments?.TryGetValue(name, out var value) == true ? value : null;

    private static string? Text(RequestContext<CallToolRequestParams> request, string name) => Argument(request, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private sealed class BatchTool(Tool tool, Func<RequestContext<CallToolRequestParams>, CancellationToken, Task<BatchToolResult>> run, ToolResults results) : McpServerTool
    {
        public override Tool ProtocolTool => tool;

        public override IReadOnlyList<object> Metadata => [];

        public override async ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(request);
            try
            {
                return await results.CreateAsync(ToolResults.ToJson(await run(request, cancellationToken)), showsPicture: false, cancellationToken);
            }
            catch (Exception e) when (BelmError.From(e) is { } error)
            {
                return await results.CreateAsync(ToolResults.Failed<BatchToolResult>(error), showsPicture: false, cancellationToken);
            }
        }
    }
}
