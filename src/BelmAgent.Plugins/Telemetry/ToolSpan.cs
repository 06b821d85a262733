using System.Diagnostics;
using BelmAgent.Editing.Operations;

namespace BelmAgent.Plugins.Telemetry;

/// <summary>The span of one call of a tool, <c>execute_tool belm_edit_image</c>.</summary>
internal static class ToolSpan
{
    /// <summary>Starts the span, unless the caller of the tool has started its own, which also contains the call's id.</summary>
    /// <param name="tool">The tool's name.</param>
    public static Activity? Start(string tool) =>
        Activity.Current?.GetTagItem(GenAi.Operation) is GenAi.ExecuteTool
            ? null
            : BelmTelemetry.Source.StartActivity($"{GenAi.ExecuteTool} {tool}")
                ?.SetTag(GenAi.Operation, GenAi.ExecuteTool).SetTag(GenAi.ToolName, tool).SetTag(GenAi.ToolType, "function");
}
