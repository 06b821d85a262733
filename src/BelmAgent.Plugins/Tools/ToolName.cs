using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Tools;

/// <summary>Matches the names of tools as models and connectors spell them.</summary>
public static class ToolName
{
    /// <summary>The plugin's name, and the start of each tool's name.</summary>
    public const string Plugin = "belm";

    // Models name the place where tools come from, too.
    private static readonly string[] Places = ["functions_", "default_api_", "tools_"];

    /// <summary>Returns whether two names mean one tool: '-', '_' and '.' are the same, as is the name without its plugin.</summary>
    /// <param name="name">A name, such as <c>belm-edit_image</c>.</param>
    /// <param name="tool">Another, such as <c>belm_edit_image</c>.</param>
    public static bool Matches(string name, string tool)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(tool);
        return Bare(name).Equals(Bare(tool), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Returns the tool that a name means; null when there is none, or several.</summary>
    /// <param name="tools">The tools on offer.</param>
    /// <param name="name">The name.</param>
    public static AITool? Find(IEnumerable<AITool>? tools, string name)
    {
        AITool[] all = [.. tools ?? []];
        AITool[] found = [.. all.Where(tool => tool.Name == name)];
        found = found.Length > 0 ? found : [.. all.Where(tool => Matches(name, tool.Name))];
        return found is [var only] ? only : null;
    }

    /// <summary>Returns a text that names functions, such as a description, with each named as the tool that it is.</summary>
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
