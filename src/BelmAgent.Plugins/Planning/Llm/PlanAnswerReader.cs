using System.Text.Json;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Plugins.Planning.Llm;

/// <summary>Finds the JSON in a language model's answer, however it is wrapped and spelled.</summary>
internal static class PlanAnswerReader
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads an answer.</summary>
    /// <param name="answer">The text: JSON alone, in a code fence, or between prose.</param>
    /// <returns>The answer, or what is wrong with it in words that the model can act on.</returns>
    public static (PlanAnswer? Answer, string? Problem) Read(string answer)
    {
        if (Object(answer) is not { } fields)
        {
            return (null, "there is no JSON object in it.");
        }

        var target = Text(fields, "target_prompt");
        var question = Text(fields, "question");
        if (target is null && question is null)
        {
            return (null, "it has neither \"target_prompt\" nor \"question\".");
        }

        var type = EditType.Random;
        if (fields.TryGetValue(Key("edit_type"), out var said) && !TryType(said, out type))
        {
            return (null, $"\"edit_type\" is {said.GetRawText()}, which is none of the ten.");
        }

        return (new PlanAnswer(target, question, type, Text(fields, "reason") ?? "", Texts(fields, "notes")), null);
    }

    // The first object that parses and names one of our fields: prose may hold braces of its own.
    private static Dictionary<string, JsonElement>? Object(string answer)
    {
        for (var start = answer.IndexOf('{', StringComparison.Ordinal); start >= 0; start = answer.IndexOf('{', start + 1))
        {
            if (Parse(answer.AsSpan(start)) is { } found && found.Keys.Any(key => key is "targetprompt" or "question"))
            {
                return found;
            }
        }

        return null;
    }

    private static Dictionary<string, JsonElement>? Parse(ReadOnlySpan<char> text)
    {
        var end = EndOfObject(text);
        if (end < 0)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text[..end].ToString(), Lenient);
            return document.RootElement.EnumerateObject()
                .GroupBy(property => Key(property.Name))
                .ToDictionary(group => group.Key, group => group.First().Value.Clone());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int EndOfObject(ReadOnlySpan<char> text)
    {
        var (depth, isText) = (0, false);
        for (var at = 0; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '\\' when isText:
                    at++;
                    break;
                case '"':
                    isText = !isText;
                    break;
                case '{' when !isText:
                    depth++;
                    break;
                case '}' when !isText && --depth == 0:
                    return at + 1;
            }
        }

        return -1;
    }

    private static bool TryType(JsonElement said, out EditType type)
    {
        type = EditType.Random;
        if (said.ValueKind == JsonValueKind.Number)
        {
            return said.TryGetInt32(out var number) && Enum.IsDefined(type = (EditType)number);
        }

        return said.ValueKind is JsonValueKind.Null
            || (said.ValueKind is JsonValueKind.String && Enum.TryParse(Key(said.GetString()!), ignoreCase: true, out type) && Enum.IsDefined(type));
    }

    private static string? Text(Dictionary<string, JsonElement> fields, string name) =>
        fields.TryGetValue(Key(name), out var value) && value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString())
            ? value.GetString()!.Trim()
            : null;

    private static IReadOnlyList<string> Texts(Dictionary<string, JsonElement> fields, string name) =>
        !fields.TryGetValue(Key(name), out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
        : Text(fields, name) is { } one ? [one]
        : [];

    // "target_prompt", "targetPrompt" and "Target Prompt" are one name.
    private static string Key(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
