using System.Text.Json;
using BelmAgent.Editing;
using BelmAgent.Editing.Operations;
using BelmAgent.Mcp.Approval;
using BelmAgent.Mcp.Progress;
using BelmAgent.Plugins.Results;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace BelmAgent.Mcp.Tools;

/// <summary>The services that all tools share.</summary>
/// <param name="Gate">Has edits approved.</param>
/// <param name="Progress">Receives the progress of all operations.</param>
/// <param name="Results">Creates results.</param>
/// <param name="Jobs">The running edits.</param>
internal sealed record ToolServices(ApprovalGate Gate, CallProgress Progress, ToolResults Results, IEditJobs Jobs);

/// <summary>A function of the plugin as a tool of a server: with approval, progress and pictures.</summary>
/// <remarks>Safe to share between sessions.</remarks>
internal sealed class BelmServerTool : McpServerTool
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);
    private readonly AIFunction _function;
    private readonly string _name;
    private readonly ToolTraits _traits;
    private readonly ToolServices _services;

    /// <summary>Creates the tool.</summary>
    /// <param name="function">One of the functions of <c>CreateBelmTools</c>.</param>
    /// <param name="isOpenWorld">Whether it may ask a language model elsewhere.</param>
    /// <param name="services">What it runs with.</param>
    public BelmServerTool(AIFunction function, bool isOpenWorld, ToolServices services)
    {
        (_function, _name, _traits, _services) = (function, ToolTraits.Function(function.Name), ToolTraits.Of(function.Name), services);
        ProtocolTool = new Tool
        {
            Name = function.Name,
            Title = _traits.Title,
            Description = function.Description,
            InputSchema = function.JsonSchema,
            OutputSchema = function.ReturnJsonSchema,
            Annotations = new ToolAnnotations
            {
                Title = _traits.Title,
                ReadOnlyHint = _traits.IsReadOnly,
                IdempotentHint = _traits.IsIdempotent,
                DestructiveHint = false,
                OpenWorldHint = isOpenWorld,
            },
        };
    }

    /// <inheritdoc/>
    public override Tool ProtocolTool { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<object> Metadata => [];

    /// <inheritdoc/>
    public override async ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var caller = new EditCaller(ClientName.OwnerOf(request)).Enter();
        if (_name == ToolTraits.EditImage
            && await _services.Gate.AuthorizeAsync(request, Text(request, "proposal_id"), cancellationToken) is { } refusal)
        {
            return await _services.Results.CreateAsync(ToolResults.Failed<EditImageResult>(refusal), showsPicture: false, cancellationToken);
        }

        await using var feed = ProgressFeed.Create(request);
        _services.Progress.Begin(feed);
        var call = _function.InvokeAsync(Arguments(request), cancellationToken).AsTask();
        if (_name == ToolTraits.GetJob && feed is not null)
        {
            await FollowAsync(call, Text(request, "job_id"), feed);
        }

        return await _services.Results.CreateAsync((JsonElement)(await call)!, _traits.ShowsPicture, cancellationToken);
    }

    private static AIFunctionArguments Arguments(RequestContext<CallToolRequestParams> request) =>
        new((request.Params?.Arguments ?? new Dictionary<string, JsonElement>()).ToDictionary(argument => argument.Key, argument => (object?)argument.Value));

    private static string? Text(RequestContext<CallToolRequestParams> request, string name) =>
        request.Params?.Arguments?.TryGetValue(name, out var value) == true && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // The job reports to the call that started it; another call that waits for it looks at its state.
    private async Task FollowAsync(Task<object?> call, string? jobId, ProgressFeed feed)
    {
        while (jobId is not null && await Task.WhenAny(call, Task.Delay(PollInterval)) != call)
        {
            try
            {
                if (_services.Jobs.Get(jobId) is { Stage: { } stage } job)
                {
                    feed.Report(new EditProgress(stage, job.Step, job.Steps) { Attempt = job.Attempt });
                }
            }
            catch (BelmException)
            {
                // The call itself tells that there is no such job.
                return;
            }
        }
    }
}
