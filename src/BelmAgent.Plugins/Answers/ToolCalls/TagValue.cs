using System.Text.Json.Nodes;

namespace BelmAgent.Plugins.Answers.ToolCalls;

/// <summary>Values between tags: text without the line ends around it.</summary>
internal static class TagValue
{
    /// <summary>Sets an argument; "null" and "None" mean no value.</summary>
    public static void Set(JsonObject arguments, string key, string value)
    {
        var text = value.Trim('\r', '\n');
        if (text.Trim() is not ("null" or "None"))
        {
            arguments[key] = text;
        }
    }
}
