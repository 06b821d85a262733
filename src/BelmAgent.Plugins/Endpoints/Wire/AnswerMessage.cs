using System.Text.Json;

namespace BelmAgent.Plugins.Endpoints.Wire;

/// <summary>A message, or a piece of one, as far as it can be read.</summary>
/// <param name="Content">The text; null if there is none.</param>
/// <param name="Refusal">The model's refusal; null if it did not refuse.</param>
/// <param name="Calls">The tool calls, or pieces of them.</param>
/// <param name="Finish">The finish reason as the server names it; null while the answer continues.</param>
internal sealed record AnswerMessage(string? Content, string? Refusal, IReadOnlyList<AnswerCall> Calls, string? Finish)
{
    private static readonly string[] ReasoningParts = ["thinking", "reasoning", "thought", "redacted_thinking", "reasoning_content", "reasoning_text"];

    /// <summary>Reads the first choice of an answer or of a chunk.</summary>
    /// <returns>The message; null if there is no choice.</returns>
    public static AnswerMessage? Read(JsonElement answer)
    {
        var choice = answer.Entries("choices").FirstOrDefault(choice => choice.ValueKind == JsonValueKind.Object && choice.Whole("index") is null or 0);
        if (choice.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var message = choice.Field("message") ?? choice.Field("delta") ?? default;
        AnswerCall[] calls = [.. message.Entries("tool_calls").Where(call => call.ValueKind == JsonValueKind.Object).Select(AnswerCall.Read)];
        return new AnswerMessage(
            Words(message.Field("content")) ?? choice.Text("text"),
            message.Text("refusal") ?? message.Entries("content").Select(part => part.Text("refusal")).FirstOrDefault(refusal => refusal is not null),
            calls.Length == 0 && message.Field("function_call") is { ValueKind: JsonValueKind.Object } only ? [AnswerCall.Read(only)] : calls,
            choice.Text("finish_reason"));
    }

    /// <summary>Returns the finish reason as OpenAI names it.</summary>
    /// <param name="finish">The server's name.</param>
    /// <param name="hasCalls">Whether the answer has tool calls.</param>
    public static string Strict(string? finish, bool hasCalls) => finish?.ToLowerInvariant() switch
    {
        _ when hasCalls => "tool_calls",
        "length" or "max_tokens" or "max_output_tokens" or "model_length" => "length",
        "content_filter" or "safety" or "recitation" or "blocklist" or "prohibited_content" or "refusal" => "content_filter",
        _ => "stop",
    };

    private static string? Words(JsonElement? content) => content switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Select(part => Words(part))),
        { ValueKind: JsonValueKind.Object } part when ReasoningParts.Contains(part.Text("type")) => null,
        { ValueKind: JsonValueKind.Object } part => part.Field("text") is { } text ? Words(text.Field("value") ?? text) : null,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };
}

/// <summary>A tool call, or a piece of one.</summary>
/// <param name="Index">Its index among the calls, as the server counts; 0 if it does not.</param>
/// <param name="Id">Its id; null if there is none.</param>
/// <param name="Name">The function; null if it is not named here.</param>
/// <param name="Arguments">The arguments, or a piece of them; empty if there are none here.</param>
internal sealed record AnswerCall(long Index, string? Id, string? Name, string Arguments)
{
    /// <summary>Reads a call, whether or not its function is one level down.</summary>
    public static AnswerCall Read(JsonElement call)
    {
        var function = call.Field("function") is { ValueKind: JsonValueKind.Object } inner ? inner : call;
        var arguments = function.Field("arguments") ?? function.Field("parameters");
        return new AnswerCall(
            call.Whole("index") ?? 0, call.Text("id"), function.Text("name"),
            arguments is { ValueKind: JsonValueKind.String } text ? text.GetString()! : arguments?.GetRawText() ?? "");
    }
}
