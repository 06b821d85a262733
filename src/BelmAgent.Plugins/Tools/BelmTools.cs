using BelmAgent.Plugins.Tools;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Provides the plugin's functions to Microsoft.Extensions.AI, the Agent Framework and MCP.</summary>
public static class BelmTools
{
    /// <summary>Creates the functions as tools that run through a kernel, so that its filters and telemetry always run.</summary>
    /// <param name="provider">Services with <c>AddBelm</c>.</param>
    /// <returns>The tools; safe to share for the lifetime of the services.</returns>
    public static IReadOnlyList<AIFunction> CreateBelmTools(this IServiceProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        var plugin = provider.GetServices<KernelPlugin>().First(plugin => plugin.Name == ToolName.Plugin);
        string[] functions = [.. plugin.Select(function => function.Name)];
        return [.. plugin.Select(function => new KernelInvokedFunction(function, provider.GetRequiredService<Kernel>, functions))];
    }
}
