using System.Text.Json.Nodes;

namespace BelmAgent.Plugins.Tests.Endpoints;

/// <summary>Deviations of servers other than OpenAI's, field by field; each changes a complete answer or a piece of a stream.</summary>
internal static class Looseness
{
    public static readonly IReadOnlyDictionary<string, Action<JsonObject>> All = new Dictionary<string, Action<JsonObject>>
    {
        ["nothing"] = _ => { },
        ["finish unknown"] = Finish("eos_token"),
        ["finish empty"] = Finish(""),
        ["finish null"] = answer => Choice(answer)!["finish_reason"] = null,
        ["finish absent"] = answer => Choice(answer)!.Remove("finish_reason"),
        ["finish upper case"] = Finish("STOP"),
        ["finish stop with calls"] = Finish("stop"),
        ["finish of another kind"] = answer => Choice(answer)!["finish_reason"] = 0,
        ["role model"] = answer => Message(answer)["role"] = "model",
        ["role empty"] = answer => Message(answer)["role"] = "",
        ["role null"] = answer => Message(answer)["role"] = null,
        ["role absent"] = answer => Message(answer).Remove("role"),
        ["role of another kind"] = answer => Message(answer)["role"] = 1,
        ["call id null"] = Call(call => call["id"] = null),
        ["call id absent"] = Call(call => call.Remove("id")),
        ["call id empty"] = Call(call => call["id"] = ""),
        ["call id the same"] = Call(call => call["id"] = "call_0"),
        ["call id a number"] = Call(call => call["id"] = 7),
        ["call type null"] = Call(call => call["type"] = null),
        ["call type absent"] = Call(call => call.Remove("type")),
        ["call type unknown"] = Call(call => call["type"] = "tool"),
        ["call index absent"] = Call(call => call.Remove("index")),
        ["call index a text"] = Call(call => call["index"] = "0"),
        ["call without a level"] = Flatten,
        ["one call for a list"] = answer => Replace(Message(answer), "tool_calls", calls => calls.AsArray()[0]!.DeepClone()),
        ["old function_call"] = OldCall,
        ["calls empty"] = answer => _ = Message(answer).TryAdd("tool_calls", new JsonArray()),
        ["calls null"] = answer => _ = Message(answer).TryAdd("tool_calls", null),
        ["arguments an object"] = ParsedArguments,
        ["created a fraction"] = answer => answer["created"] = 1_700_000_000.25,
        ["created a text"] = answer => answer["created"] = "2025-11-28T14:00:00Z",
        ["created null"] = answer => answer["created"] = null,
        ["created absent"] = answer => answer.Remove("created"),
        ["usage null"] = answer => answer["usage"] = null,
        ["usage of nulls"] = answer => answer["usage"] = new JsonObject { ["prompt_tokens"] = null, ["completion_tokens"] = null, ["total_tokens"] = null, ["prompt_tokens_details"] = null },
        ["usage of fractions and texts"] = answer => answer["usage"] = new JsonObject { ["prompt_tokens"] = 3.0, ["completion_tokens"] = "4", ["total_tokens"] = -1 },
        ["usage of another kind"] = answer => answer["usage"] = 5,
        ["id absent"] = answer => answer.Remove("id"),
        ["id null"] = answer => answer["id"] = null,
        ["id another each time"] = answer => answer["id"] = Guid.NewGuid().ToString(),
        ["id a number"] = answer => answer["id"] = 5,
        ["object unknown"] = answer => answer["object"] = "thing",
        ["model null"] = answer => answer["model"] = null,
        ["choice index absent"] = answer => Choice(answer)!.Remove("index"),
        ["logprobs odd"] = answer => Choice(answer)!["logprobs"] = new JsonObject { ["content"] = "none" },
        ["refusal empty"] = answer => Message(answer)["refusal"] = "",
        ["refusal false"] = answer => Message(answer)["refusal"] = false,
        ["error null"] = answer => answer["error"] = null,
        ["error false"] = answer => answer["error"] = false,
        ["audio and annotations"] = answer => (Message(answer)["audio"], Message(answer)["annotations"]) = (new JsonObject(), new JsonArray(new JsonObject { ["type"] = "odd" })),
        ["content in parts"] = Parts(text => new JsonObject { ["type"] = "text", ["text"] = text }),
        ["content in unknown parts"] = Parts(text => new JsonObject { ["type"] = "text", ["text"] = text }, new JsonObject { ["type"] = "widget", ["data"] = 5 }, new JsonObject(), null),
        ["content in output_text parts"] = Parts(text => new JsonObject { ["type"] = "output_text", ["text"] = text }),
        ["content with thinking parts"] = Parts(text => new JsonObject { ["type"] = "text", ["text"] = text }, new JsonObject
        {
            ["type"] = "thinking", ["thinking"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "green?" }), ["text"] = "green?",
        }),
        ["content absent"] = answer => _ = Message(answer)["content"] is null && Message(answer).Remove("content"),
        ["reasoning_content"] = answer => Message(answer)["reasoning_content"] = "green? {\"target_prompt\":\"a green house\"}",
        ["reasoning"] = answer => Message(answer)["reasoning"] = "green?",
        ["unknown fields"] = answer => (answer["provider"], Choice(answer)!["native_finish_reason"], Message(answer)["x"]) = ("p", "stop", new JsonArray(5)),
    };

    private static JsonObject? Choice(JsonObject answer) => answer["choices"]?[0]?.AsObject();

    private static JsonObject Message(JsonObject answer) => (Choice(answer)!["message"] ?? Choice(answer)!["delta"])!.AsObject();

    private static bool IsPiece(JsonObject answer) => Choice(answer)!.ContainsKey("delta");

    // In a stream only the last piece has one.
    private static Action<JsonObject> Finish(string finish) => answer =>
    {
        if (Choice(answer)!["finish_reason"] is not null)
        {
            Choice(answer)!["finish_reason"] = finish;
        }
    };

    // Only the first piece of a call names it.
    private static Action<JsonObject> Call(Action<JsonObject> loosen) => answer =>
    {
        if (Message(answer)["tool_calls"]?[0] is JsonObject call && (!IsPiece(answer) || call.ContainsKey("id")))
        {
            loosen(call);
        }
    };

    private static void Flatten(JsonObject answer)
    {
        if (Message(answer)["tool_calls"]?[0] is JsonObject call && call["function"] is JsonObject function)
        {
            call.Remove("function");
            (call["name"], call["arguments"]) = (function["name"]?.DeepClone(), function["arguments"]!.DeepClone());
        }
    }

    private static void OldCall(JsonObject answer)
    {
        if (Message(answer)["tool_calls"]?[0]?["function"] is { } function)
        {
            Message(answer).Remove("tool_calls");
            Message(answer)["function_call"] = function.DeepClone();
        }

        Finish("function_call")(answer);
    }

    // Servers that send objects send a call in one piece.
    private static void ParsedArguments(JsonObject answer)
    {
        if (!IsPiece(answer) && Message(answer)["tool_calls"]?[0]?["function"] is JsonObject function)
        {
            function["arguments"] = JsonNode.Parse((string)function["arguments"]!);
        }
    }

    private static Action<JsonObject> Parts(Func<string, JsonObject> part, params JsonNode?[] others) => answer =>
        Replace(Message(answer), "content", text => new JsonArray([.. others.Select(other => other?.DeepClone()), part((string)text!)]));

    private static void Replace(JsonObject message, string name, Func<JsonNode, JsonNode> replace)
    {
        if (message[name] is { } value && value is not JsonArray { Count: 0 })
        {
            message[name] = replace(value);
        }
    }
}
