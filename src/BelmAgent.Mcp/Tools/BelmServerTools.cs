using BelmAgent.Plugins.Endpoints;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace BelmAgent.Mcp.Tools;

/// <summary>The tools of all sessions, created once.</summary>
/// <param name="provider">Services with <c>AddBelm</c>.</param>
/// <param name="services">What the tools run with.</param>
/// <param name="planner">Tells whether a language model elsewhere plans.</param>
internal sealed class BelmServerTools(IServiceProvider provider, ToolServices services, IOptions<PlannerOptions> planner)
{
    private readonly Lazy<IReadOnlyList<McpServerTool>> _tools = new(() =>
        [.. provider.CreateBelmTools().Select(function => new BelmServerTool(function, isOpenWorld: planner.Value.Endpoint is not null, services))]);

    /// <summary>Gets the tools.</summary>
    public IReadOnlyList<McpServerTool> Tools => _tools.Value;
}
