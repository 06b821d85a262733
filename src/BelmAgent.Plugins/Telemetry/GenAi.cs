namespace BelmAgent.Plugins.Telemetry;

/// <summary>OpenTelemetry's names for generative models.</summary>
internal static class GenAi
{
    public const string InvokeAgent = "invoke_agent";
    public const string ExecuteTool = "execute_tool";
    public const string Operation = "gen_ai.operation.name";
    public const string AgentName = "gen_ai.agent.name";
    public const string ConversationId = "gen_ai.conversation.id";
    public const string ToolName = "gen_ai.tool.name";
    public const string ToolType = "gen_ai.tool.type";
}
