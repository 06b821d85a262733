using System.Diagnostics;
using System.Runtime.CompilerServices;
using BelmAgent.Editing.Operations;
using BelmAgent.Plugins.Tools;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Telemetry;

/// <summary>The span of one turn of a conversation, <c>invoke_agent belm</c>.</summary>
internal static class AgentSpan
{
    // Microsoft.Extensions.AI reads from the agent's span whether its tools' spans may contain arguments and results.
    private const string SensitiveData = "__EnableSensitiveData__";

    /// <summary>Runs a turn in its span.</summary>
    /// <param name="conversationId">Its conversation; empty if it has no id.</param>
    /// <param name="options">Options for the content of spans.</param>
    /// <param name="updates">The turn.</param>
    /// <param name="cancellationToken">Cancels the turn.</param>
    public static async IAsyncEnumerable<ChatResponseUpdate> TraceAsync(
        string conversationId, TelemetryOptions options, IAsyncEnumerable<ChatResponseUpdate> updates,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var span = BelmTelemetry.Source.StartActivity($"{GenAi.InvokeAgent} {ToolName.Plugin}");
        span?.SetTag(GenAi.Operation, GenAi.InvokeAgent).SetTag(GenAi.AgentName, ToolName.Plugin);
        if (conversationId.Length > 0)
        {
            span?.SetTag(GenAi.ConversationId, conversationId);
        }

        span?.SetCustomProperty(SensitiveData, options.IncludePrompts ? "true" : "false");
        await using var pieces = updates.GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(span, pieces))
        {
            yield return pieces.Current;
        }
    }

    private static async ValueTask<bool> NextAsync(Activity? span, IAsyncEnumerator<ChatResponseUpdate> pieces)
    {
        // Values that an iterator sets for the flow of calls are lost after each piece, so the span is entered for each.
        Activity.Current = span ?? Activity.Current;
        try
        {
            return await pieces.MoveNextAsync();
        }
        catch (Exception e)
        {
            BelmTelemetry.Mark(span, e);
            throw;
        }
    }
}
