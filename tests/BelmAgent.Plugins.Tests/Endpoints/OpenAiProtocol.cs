using System.Text.Json;
using System.Text.Json.Nodes;

namespace BelmAgent.Plugins.Tests.Endpoints;

/// <summary>OpenAI's chat protocol on the server's side, plain and as a stream.</summary>
internal static class OpenAiProtocol
{
    /// <summary>Answers like a model that plans, edits, and reports.</summary>
    public static Task EditAsync(JsonElement request, Stream stream)
    {
        var messages = request.GetProperty("messages").EnumerateArray().ToList();
        // The planner's own prompt comes without tools.
        if (!request.TryGetProperty("tools", out _))
        {
            return SayAsync(request, stream, """{"target_prompt":"a blue house on the left, on grass, under a blue sky, with a sun","edit_type":"change_color","reason":"blue"}""");
        }

        if (messages[^1].GetProperty("role").GetString() != "tool")
        {
            var image = messages.Select(message => message.GetProperty("content").ToString()).Last(text => text.StartsWith("Current image: ", StringComparison.Ordinal)).Split(' ', '.')[2];
            return CallAsync(request, stream, "belm-plan_edit", new JsonObject { ["image_id"] = image, ["request"] = "make the house blue" });
        }

        var result = JsonSerializer.Deserialize<JsonElement>(messages[^1].GetProperty("content").GetString()!);
        return result.TryGetProperty("proposal_id", out var proposal)
            ? CallAsync(request, stream, "belm_edit_image", new JsonObject { ["proposal_id"] = proposal.GetString() })
            : SayAsync(request, stream, $"The house is blue now: {result.GetProperty("image_id").GetString()}.");
    }

    /// <summary>Answers with text.</summary>
    public static Task SayAsync(JsonElement request, Stream stream, string text) => IsStream(request)
        ? LoopbackServer.StreamAsync(stream, [.. text.Chunk(5).Select(piece => Delta(new JsonObject { ["role"] = "assistant", ["content"] = new string(piece) })), Delta([], "stop")])
        : LoopbackServer.RespondAsync(stream, 200, "application/json", Whole(new JsonObject { ["role"] = "assistant", ["content"] = text }, "stop"));

    /// <summary>Calls a tool.</summary>
    public static Task CallAsync(JsonElement request, Stream stream, string name, JsonObject arguments) =>
        CallAsync(request, stream, (name, arguments.ToJsonString()));

    /// <summary>Calls tools in one answer; in a stream their arguments, which need not be JSON, arrive in small pieces.</summary>
    public static Task CallAsync(JsonElement request, Stream stream, params (string Name, string Arguments)[] calls)
    {
        var named = calls.Select((call, index) => (Index: index, Id: $"call_{Guid.NewGuid():N}", call.Name, call.Arguments)).ToList();
        return IsStream(request)
            ? LoopbackServer.StreamAsync(stream, [.. named.SelectMany(call => Pieces(call.Index, call.Id, call.Name, call.Arguments)), Delta([], "tool_calls")])
            : LoopbackServer.RespondAsync(stream, 200, "application/json", Whole(
                new JsonObject
                {
                    ["role"] = "assistant",
                    ["content"] = null,
                    ["tool_calls"] = new JsonArray([.. named.Select(call => Call(call.Index, call.Id, call.Name, call.Arguments))]),
                }, "tool_calls"));
    }

    /// <summary>Returns a tool call in the pieces of a stream.</summary>
    public static IEnumerable<string> Pieces(int index, string id, string name, string arguments) =>
    [
        Delta(new JsonObject { ["role"] = "assistant", ["tool_calls"] = new JsonArray(Call(index, id, name, "")) }),
        .. arguments.Chunk(7).Select(piece => Delta(new JsonObject { ["tool_calls"] = new JsonArray(Call(index, null, null, new string(piece))) })),
    ];

    /// <summary>Returns one piece of a stream.</summary>
    public static string Delta(JsonObject delta, string? finish = null) => new JsonObject
    {
        ["id"] = "1",
        ["object"] = "chat.completion.chunk",
        ["created"] = 1,
        ["model"] = "m",
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }),
    }.ToJsonString();

    /// <summary>Returns whether a stream is requested.</summary>
    public static bool IsStream(JsonElement request) => request.TryGetProperty("stream", out var stream) && stream.GetBoolean();

    private static JsonObject Call(int index, string? id, string? name, string arguments)
    {
        var function = new JsonObject { ["arguments"] = arguments };
        var call = new JsonObject { ["index"] = index, ["function"] = function };
        if (id is not null)
        {
            (call["id"], call["type"], function["name"]) = (id, "function", name);
        }

        return call;
    }

    /// <summary>Returns an answer, complete and in the pieces of a stream.</summary>
    public static (string Whole, IReadOnlyList<string> Chunks) Answer(string? text, params (string Name, string Arguments)[] calls)
    {
        var named = calls.Select((call, index) => (Index: index, Id: $"call_{Guid.NewGuid():N}", call.Name, call.Arguments)).ToList();
        var (message, finish) = (new JsonObject { ["role"] = "assistant", ["content"] = text }, calls.Length > 0 ? "tool_calls" : "stop");
        if (calls.Length > 0)
        {
            message["tool_calls"] = new JsonArray([.. named.Select(call => Call(call.Index, call.Id, call.Name, call.Arguments))]);
        }

        return (
            Whole(message, finish),
            [
                .. (text ?? "").Chunk(5).Select(piece => Delta(new JsonObject { ["role"] = "assistant", ["content"] = new string(piece) })),
                .. named.SelectMany(call => Pieces(call.Index, call.Id, call.Name, call.Arguments)),
                Delta([], finish),
            ]);
    }

    private static string Whole(JsonObject message, string finish) => new JsonObject
    {
        ["id"] = "1",
        ["object"] = "chat.completion",
        ["created"] = 1,
        ["model"] = "m",
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = finish }),
        ["usage"] = new JsonObject { ["prompt_tokens"] = 1, ["completion_tokens"] = 1, ["total_tokens"] = 2 },
    }.ToJsonString();
}
