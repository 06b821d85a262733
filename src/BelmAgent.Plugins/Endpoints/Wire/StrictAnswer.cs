using System.Text.Json;
using System.Text.Json.Nodes;
using BelmAgent.Planning;
using BelmAgent.Plugins.Answers.ToolCalls;

namespace BelmAgent.Plugins.Endpoints.Wire;

/// <summary>Rewrites answers in exactly the form that OpenAI's client expects.</summary>
internal static class StrictAnswer
{
    /// <summary>Returns a complete answer.</summary>
    /// <param name="answer">The server's answer.</param>
    /// <param name="takenIds">Ids of calls in the conversation; new ones are added.</param>
    /// <returns>The answer; null if there is none.</returns>
    /// <exception cref="PlannerUnavailableException">The answer is an error.</exception>
    /// <exception cref="PlannerUnavailableException">The answer is a refusal.</exception>
    public static JsonObject? Write(JsonElement answer, ISet<string> takenIds)
    {
        if (ServerError.Find(answer) is { } error)
        {
            throw EndpointFault.Told(error);
        }

        if (AnswerMessage.Read(answer) is not { } message)
        {
            return null;
        }

        JsonNode[] calls = [.. message.Calls.Where(call => call.Name is not null).Select(call => Call(FreeId(call.Id, takenIds), call.Name, call.Arguments.Length > 0 ? call.Arguments : "{}"))];
        var finish = AnswerMessage.Strict(message.Finish, calls.Length > 0);
        RequireNoRefusal(message.Refusal, finish, hasAnswer: !string.IsNullOrWhiteSpace(message.Content) || calls.Length > 0);
        var written = new JsonObject { ["role"] = "assistant", ["content"] = message.Content };
        if (calls.Length > 0)
        {
            written["tool_calls"] = new JsonArray(calls);
        }

        return Envelope(answer, "chat.completion", answer.Text("id"), new JsonObject { ["index"] = 0, ["message"] = written, ["finish_reason"] = finish });
    }

    /// <summary>Converts a complete answer to the only chunk of a stream.</summary>
    public static JsonObject ToChunk(JsonObject whole)
    {
        var chunk = (JsonObject)whole.DeepClone();
        var choice = chunk["choices"]![0]!.AsObject();
        var delta = choice["message"]!.DeepClone();
        foreach (var (index, call) in (delta["tool_calls"] as JsonArray ?? []).Index())
        {
            call!["index"] = index;
        }

        choice.Remove("message");
        (chunk["object"], choice["delta"]) = ("chat.completion.chunk", delta);
        return chunk;
    }

    /// <summary>Combines the chunks of a stream to a complete answer.</summary>
    /// <param name="chunks">Chunks in strict form; at least one.</param>
    public static JsonObject ToWhole(IReadOnlyList<JsonObject> chunks)
    {
        JsonObject[] choices = [.. chunks.SelectMany(chunk => chunk["choices"]!.AsArray()).Select(choice => choice!.AsObject())];
        var message = new JsonObject { ["role"] = "assistant", ["content"] = string.Concat(choices.Select(choice => (string?)choice["delta"]!["content"])) };
        var calls =
            from choice in choices
            from piece in choice["delta"]!["tool_calls"] as JsonArray ?? []
            group piece by (int)piece["index"]! into pieces
            select Call(
                (string?)pieces.First()["id"],
                pieces.Select(piece => (string?)piece["function"]!["name"]).FirstOrDefault(name => name is not null),
                string.Concat(pieces.Select(piece => (string?)piece["function"]!["arguments"])));
        if (calls.ToArray() is { Length: > 0 } whole)
        {
            message["tool_calls"] = new JsonArray([.. whole]);
        }

        var answer = (JsonObject)chunks[^1].DeepClone();
        var finish = choices.Select(choice => (string?)choice["finish_reason"]).LastOrDefault(finish => finish is not null);
        (answer["object"], answer["choices"]) = (
            "chat.completion", new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = finish ?? "stop" }));
        return answer;
    }

    /// <summary>Builds an answer or a chunk around its choice.</summary>
    public static JsonObject Envelope(JsonElement answer, string kind, string? id, JsonObject? choice)
    {
        var written = new JsonObject
        {
            ["id"] = id ?? "",
            ["object"] = kind,
            ["created"] = answer.Whole("created") ?? 0,
            ["model"] = answer.Text("model") ?? "",
            ["choices"] = choice is null ? [] : new JsonArray(choice),
        };
        if (answer.Field("usage") is { ValueKind: JsonValueKind.Object } usage)
        {
            var (asked, answered) = (Count(usage, "prompt_tokens"), Count(usage, "completion_tokens"));
            written["usage"] = new JsonObject
            {
                ["prompt_tokens"] = asked, ["completion_tokens"] = answered, ["total_tokens"] = Math.Max(asked + answered, Count(usage, "total_tokens")),
            };
        }

        return written;
    }

    /// <summary>Builds a tool call.</summary>
    public static JsonObject Call(string? id, string? name, string arguments)
    {
        var function = new JsonObject { ["arguments"] = arguments };
        var call = new JsonObject { ["function"] = function };
        if (id is not null)
        {
            (call["id"], call["type"], function["name"]) = (id, "function", name);
        }

        return call;
    }

    /// <summary>Returns a call's own id if it is unique in the conversation; otherwise a new one.</summary>
    public static string FreeId(string? id, ISet<string> takenIds)
    {
        var free = !string.IsNullOrWhiteSpace(id) && !takenIds.Contains(id) ? id : CallId.New();
        takenIds.Add(free);
        return free;
    }

    /// <summary>Throws if there is a refusal instead of an answer.</summary>
    public static void RequireNoRefusal(string? refusal, string finish, bool hasAnswer)
    {
        if (!hasAnswer && (!string.IsNullOrWhiteSpace(refusal) || finish == "content_filter"))
        {
            throw EndpointFault.Refusal(refusal);
        }
    }

    private static int Count(JsonElement usage, string name) => (int)Math.Clamp(usage.Whole(name) ?? 0, 0, int.MaxValue / 2);
}
