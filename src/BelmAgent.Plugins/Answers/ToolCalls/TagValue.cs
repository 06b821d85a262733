using System.Text.Json.Nodes;

namespace BelmAgent.Plugins.Answers.ToolCalls;

/// <summary>Values between tags: texts, without the line ends that set them off.</summary>
internal static class TagValue
{
    /// <summary>Sets an argument; "null" and "None" are none.</summary>
    public static void Set(JsonObject arguments, string key, string value)
    {
        var text = value.Trim('\r', '\n');
        if (text.Trim() is not ("null" or "None"))
        {
            arguments[key] = text;
        }
    }
}
