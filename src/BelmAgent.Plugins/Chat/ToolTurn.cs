using System.Text.Json;
using BelmAgent.Plugins.Tools;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Chat;

/// <summary>A tool call of the current turn with its result.</summary>
/// <param name="Call">The call.</param>
/// <param name="Result">The result as JSON.</param>
internal sealed record ToolTurn(FunctionCallContent Call, JsonElement Result)
{
    private static readonly string[] Makers = ["edit_image", "generate_image", "get_job", "cancel_job"];

    /// <summary>Returns the calls since the last request, with their results, in order.</summary>
    public static IEnumerable<ToolTurn> Read(IEnumerable<ChatMessage> messages)
    {
        AIContent[] contents = [.. messages.Reverse().TakeWhile(message => message.Role != ChatRole.User).Reverse().SelectMany(message => message.Contents)];
        return
            from result in contents.OfType<FunctionResultContent>()
            let call = contents.OfType<FunctionCallContent>().FirstOrDefault(call => call.CallId == result.CallId)
            where call is not null
            select Of(call, result.Result);
    }

    /// <summary>Creates a call with its result.</summary>
    public static ToolTurn Of(FunctionCallContent call, object? result) => new(call, ToJson(result));

    /// <summary>Gets the picture that this call created; null if it created none.</summary>
    public string? NewImageId => Makers.Any(Is) ? Text("image_id") : null;

    /// <summary>Returns whether the call was of this function, however its name is spelled.</summary>
    public bool Is(string function) => ToolName.Matches(Call.Name, function);

    /// <summary>Returns a text argument of the call; null if it is missing.</summary>
    public string? Argument(string name) => Call.Arguments?.TryGetValue(name, out var value) != true ? null : value switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => null,
    };

    /// <summary>Returns a text of the result; null if it is missing.</summary>
    public string? Text(params ReadOnlySpan<string> path) =>
        Find(path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>Returns a number of the result; null if it is missing.</summary>
    public double? Number(params ReadOnlySpan<string> path) =>
        Find(path) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    /// <summary>Returns a part of the result; null if it is missing.</summary>
    public JsonElement? Find(params ReadOnlySpan<string> path)
    {
        var at = Result;
        foreach (var name in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }

        return at;
    }

    // A result is a JsonElement from our own tools, but text or an object from other libraries.
    private static JsonElement ToJson(object? result)
    {
        switch (result)
        {
            case JsonElement { ValueKind: JsonValueKind.String } quoted:
                return ToJson(quoted.GetString());
            case JsonElement element:
                return element;
            case string text:
                try
                {
                    return JsonSerializer.Deserialize<JsonElement>(text);
                }
                catch (JsonException)
                {
                    return JsonSerializer.SerializeToElement(text);
                }

            default:
                return JsonSerializer.SerializeToElement(result, result?.GetType() ?? typeof(object), AIJsonUtilities.DefaultOptions);
        }
    }
}
