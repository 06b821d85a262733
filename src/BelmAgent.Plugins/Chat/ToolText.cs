using System.Text.Json;
using System.Text.RegularExpressions;
using BelmAgent.Plugins.Tools;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Chat;

/// <summary>Reads tool calls that a model wrote as text, as small local models do.</summary>
internal static partial class ToolText
{
    private static readonly string[] NameFields = ["name", "tool", "tool_name", "function"];
    private static readonly string[] ArgumentFields = ["arguments", "parameters", "args", "input"];

    /// <summary>Whether a text that has only begun could still become a tool call: then it must not be shown yet.</summary>
    public static bool MayBecomeCall(string text)
    {
        var begun = text.TrimStart();
        return begun.Length == 0 || begun[0] is '{' or '[' || begun.StartsWith("```", StringComparison.Ordinal)
            || "<tool_call>".StartsWith(begun, StringComparison.Ordinal) || begun.StartsWith("<tool_call>", StringComparison.Ordinal)
            || "```".StartsWith(begun, StringComparison.Ordinal);
    }

    /// <summary>Reads a whole answer.</summary>
    /// <param name="text">The answer: nothing but calls, in JSON, in a code fence or in tags.</param>
    /// <param name="tools">The tools on offer: a call of any other is text after all.</param>
    /// <param name="id">Names a call.</param>
    /// <returns>The calls; empty when the answer is plain words.</returns>
    public static IReadOnlyList<FunctionCallContent> Read(string text, IEnumerable<AITool>? tools, Func<string> id)
    {
        IEnumerable<string> bodies = Wrapping().Match(text) is { Success: true } wrapped
            ? wrapped.Groups["body"].Captures.Select(body => body.Value)
            : [text];
        try
        {
            List<FunctionCallContent?> calls = [.. bodies.SelectMany(Objects).Select(call => Call(call, tools, id))];
            return calls.Contains(null) ? [] : [.. calls.Select(call => call!)];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static IEnumerable<JsonElement> Objects(string body)
    {
        var json = JsonSerializer.Deserialize<JsonElement>(body.Trim());
        return json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [json];
    }

    private static FunctionCallContent? Call(JsonElement call, IEnumerable<AITool>? tools, Func<string> id)
    {
        if (call.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        // OpenAI's own form has the name and the arguments one level down.
        var inner = call.TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object ? function : call;
        var name = NameFields.Select(field => Find(inner, field)).FirstOrDefault(value => value is { ValueKind: JsonValueKind.String })?.GetString();
        return name is not null && ToolName.Find(tools, name) is { } tool ? new FunctionCallContent(id(), tool.Name, Arguments(inner)) : null;
    }

    private static Dictionary<string, object?> Arguments(JsonElement call)
    {
        var given = ArgumentFields.Select(field => Find(call, field)).FirstOrDefault(value => value is not null);
        if (given is { ValueKind: JsonValueKind.String } text)
        {
            given = JsonSerializer.Deserialize<JsonElement>(text.GetString()!);
        }

        return given is { ValueKind: JsonValueKind.Object } arguments
            ? arguments.EnumerateObject().GroupBy(argument => argument.Name).ToDictionary(group => group.Key, group => (object?)group.Last().Value)
            : [];
    }

    private static JsonElement? Find(JsonElement value, string field) => value.TryGetProperty(field, out var found) ? found : null;

    [GeneratedRegex(@"^\s*(?:<tool_call>\s*(?<body>.*?)\s*(?:</tool_call>\s*|(?=<tool_call>)|$))+$|^\s*(?:```(?:json|tool_call)?\s*(?<body>.*?)\s*```)\s*$", RegexOptions.Singleline)]
    private static partial Regex Wrapping();
}
