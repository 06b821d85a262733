using System.Text.Json;

namespace BelmAgent.Plugins.Answers;

/// <summary>A JSON object in a language model's answer, however it is wrapped and its fields are spelled.</summary>
internal sealed class JsonAnswer
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
    private readonly Dictionary<string, JsonElement> _fields;

    private JsonAnswer(Dictionary<string, JsonElement> fields) => _fields = fields;

    /// <summary>Reads the fields of an object.</summary>
    public static JsonAnswer Of(JsonElement fields) => new(fields.EnumerateObject().GroupBy(property => Key(property.Name)).ToDictionary(group => group.Key, group => group.First().Value.Clone()));

    /// <summary>Gets a field; null if it is missing.</summary>
    public JsonElement? this[string name] => _fields.TryGetValue(Key(name), out var value) ? value : null;

    /// <summary>Returns the valid objects that have one of the named fields; prose may contain braces of its own.</summary>
    /// <param name="answer">The text: JSON alone, in a code fence, or between prose.</param>
    /// <param name="names">The fields.</param>
    public static IEnumerable<JsonAnswer> Find(string answer, params IReadOnlyList<string> names)
    {
        for (var start = answer.IndexOf('{', StringComparison.Ordinal); start >= 0; start = answer.IndexOf('{', start))
        {
            var end = EndOfObject(answer, start);
            if (end >= 0 && Parse(answer[start..end]) is { } found && names.Any(name => found[name] is not null))
            {
                yield return found;
                start = end;
            }
            else
            {
                start++;
            }
        }
    }

    /// <summary>Returns a text without surrounding white space; null if the field is missing, empty or not text.</summary>
    public string? Text(string name) =>
        this[name] is { ValueKind: JsonValueKind.String } value && !string.IsNullOrWhiteSpace(value.GetString()) ? value.GetString()!.Trim() : null;

    /// <summary>Returns the texts of a list, or a single text.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        this[name] is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
        : Text(name) is { } one ? [one]
        : [];

    /// <summary>Normalises a name: "target_prompt", "targetPrompt" and "Target Prompt" are equal.</summary>
    public static string Key(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static JsonAnswer? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            return Of(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int EndOfObject(string text, int start)
    {
        var (depth, isText) = (0, false);
        for (var at = start; at < text.Length; at++)
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
}
