using System.Text.Json.Nodes;

namespace BelmAgent.Plugins.Answers.ToolCalls;

/// <summary>Calls as JSON objects with a name and arguments, alone, in an array or in sequence.</summary>
internal sealed class JsonCalls : ICallBody
{
    private static readonly string[] NameFields = ["name", "tool", "tool_name", "function", "function_name", "recipient_name", "action"];
    private static readonly string[] ArgumentFields = ["arguments", "parameters", "args", "input", "tool_input", "action_input", "kwargs"];
    private static readonly string[] ListFields = ["tool_calls", "function_calls", "calls", "tool_call", "function_call"];
    private static readonly string[] OtherFields = ["type", "id", "tool_call_id", "index"];

    /// <inheritdoc/>
    public bool TryRead(CallText text, List<WrittenCall> calls)
    {
        do
        {
            if (text.SkipSpace().Next is not ('{' or '[') || !CallLiteral.TryRead(text, out var value) || !TryAdd(value, calls))
            {
                return false;
            }
        }
        while (HasAnother(text));

        return calls.Count > 0;
    }

    private static bool HasAnother(CallText text)
    {
        var end = text.Position;
        text.SkipSpace().TakeWhile(c => c is ';' or ',');
        if (text.SkipSpace().Next is '{' or '[' && !text.TryTake("[TOOL_CALLS]"))
        {
            return true;
        }

        text.Position = end;
        return false;
    }

    private static bool TryAdd(JsonNode? value, List<WrittenCall> calls)
    {
        if (value is JsonArray list)
        {
            return list.All(entry => TryAdd(entry, calls));
        }

        if (value is not JsonObject call)
        {
            return false;
        }

        // OpenAI's own format has the name and the arguments one level down.
        call = call["function"] as JsonObject ?? call;
        if (ListFields.Select(field => call[field]).FirstOrDefault(inner => inner is JsonArray or JsonObject) is { } listed)
        {
            return TryAdd(listed, calls);
        }

        if (Name(call) is { } name)
        {
            calls.Add(new WrittenCall(name, Arguments(call)));
            return true;
        }

        // Some use the function's name as the field: {"edit_image": {…}}.
        if (call.Count == 1 && call.First() is { Value: JsonObject only } field)
        {
            calls.Add(new WrittenCall(field.Key, (JsonObject)only.DeepClone()));
            return true;
        }

        return false;
    }

    private static string? Name(JsonObject call) =>
        NameFields.Select(field => call[field]).OfType<JsonValue>().Select(value => value.TryGetValue<string>(out var name) ? name : null).FirstOrDefault(name => name is not null);

    private static JsonObject Arguments(JsonObject call)
    {
        var given = ArgumentFields.Where(call.ContainsKey).Select(field => call[field]).FirstOrDefault();
        return given switch
        {
            JsonObject arguments => (JsonObject)arguments.DeepClone(),
            JsonValue text when text.TryGetValue<string>(out var json) && CallLiteral.ReadObject(json) is { } arguments => arguments,
            null when !ArgumentFields.Any(call.ContainsKey) => new JsonObject(
                from field in call
                where !NameFields.Contains(field.Key) && !OtherFields.Contains(field.Key)
                select KeyValuePair.Create(field.Key, field.Value?.DeepClone())),
            _ => [],
        };
    }
}
