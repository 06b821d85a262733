using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Tools;

/// <summary>Matches tool names as models and connectors spell them.</summary>
public static class ToolName
{
    /// <summary>The plugin's name, and the start of each tool's name.</summary>
    public const string Plugin = "belm";

    // Models also use the name of the source of their tools.
    private static readonly string[] Places = ["functions_", "default_api_", "tools_"];

    /// <summary>Returns whether two names mean the same tool: '-', '_' and '.' are equal, and the plugin's name is optional.</summary>
    /// <param name="name">A name, such as <c>belm-edit_image</c>.</param>
    /// <param name="tool">Another, such as <c>belm_edit_image</c>.</param>
    public static bool Matches(string name, string tool)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(tool);
        return Bare(name).Equals(Bare(tool), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Returns the tool that a name means; null if there is none, or several.</summary>
    /// <param name="tools">The available tools.</param>
    /// <param name="name">The name.</param>
    public static AITool? Find(IEnumerable<AITool>? tools, string name)
    {
        AITool[] all = [.. tools ?? []];
        AITool[] found = [.. all.Where(tool => tool.Name == name)];
        found = found.Length > 0 ? found : [.. all.Where(tool => Matches(name, tool.Name))];
        return found is [var only] ? only : null;
    }

    /// <summary>Replaces the names of functions in a text, such as a description, by their tool names.</summary>
    /// <param name="text">The text; <c>plan_edit</c> in it becomes <c>belm_plan_edit</c>.</param>
    /// <param name="functions">The plugin's functions, without its name.</param>
    internal static string Qualify(string text, IEnumerable<string> functions) =>
        Regex.Replace(text, $@"(?<!\w)(?:{string.Join('|', functions.Select(Regex.Escape))})(?!\w)", function => $"{Plugin}_{function.Value}");

    /// <summary>Returns a tool's name without its plugin.</summary>
    internal static string Bare(string name)
    {
        var plain = name.Replace('-', '_').Replace('.', '_');
        plain = Places.Where(place => plain.StartsWith(place, StringComparison.OrdinalIgnoreCase)).Select(place => plain[place.Length..]).FirstOrDefault(plain);
        return plain.StartsWith(Plugin + "_", StringComparison.OrdinalIgnoreCase) ? plain[(Plugin.Length + 1)..] : plain;
    }
}
