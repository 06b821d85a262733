using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BelmAgent.Host.Tests.Chat;

/// <summary>A server on this machine that speaks OpenAI's chat protocol, plain or streamed, and plays a model that edits.</summary>
internal sealed class LoopbackModel : IDisposable
{
    private const int PieceLength = 17;
    private readonly HttpListener _listener = new();
    private readonly string? _answer;
    private readonly HttpStatusCode _status;
    private readonly Func<string, string, string>? _write;

    /// <param name="answer">The answer to every request instead of the model's; null to play the model.</param>
    /// <param name="status">Its status.</param>
    /// <param name="write">Writes a call, of a function with arguments in JSON, as text; null for regular calls.</param>
    public LoopbackModel(string? answer = null, HttpStatusCode status = HttpStatusCode.OK, Func<string, string, string>? write = null)
    {
        (_answer, _status, _write) = (answer, status, write);
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Endpoint = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/v1";
        }

        _listener.Prefixes.Add(Endpoint + "/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string Endpoint { get; }

    public List<JsonNode> Requests { get; } = [];

    /// <summary>Gets the reasoning before every text of the model.</summary>
    public string Thought { get; init; } = "";

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                await AnswerAsync(context);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        context.Response.StatusCode = (int)_status;
        if (!context.Request.HasEntityBody)
        {
            context.Response.Close();
            return;
        }

        var request = (await JsonNode.ParseAsync(context.Request.InputStream))!;
        Requests.Add(request);
        var streamed = request["stream"]?.GetValue<bool>() == true;
        context.Response.ContentType = streamed ? "text/event-stream" : "application/json";
        var body = _answer ?? (streamed ? Stream(Say(Play(request))) : Whole(Say(Play(request))));
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
        context.Response.Close();
    }

    private (string? Function, string Text) Say((string? Function, string Text) turn) => turn switch
    {
        (null, var text) => (null, Thought + text),
        (var function, var arguments) when _write is not null => (null, Thought + _write(function, arguments)),
        _ => turn,
    };

    // With tools: plan, edit, then report. Without: the planner's prompt, answered by a plan.
    private static (string? Function, string Text) Play(JsonNode request)
    {
        if (request["tools"] is not JsonArray { Count: > 0 })
        {
            return (null, """Here is the plan: {"target_prompt": "a blue house on the left, on grass, under a blue sky", "edit_type": "change_color"}""");
        }

        var messages = request["messages"]!.AsArray();
        var results = messages.Where(message => (string?)message!["role"] == "tool").Select(message => Result(Text(message!))).ToList();
        return results switch
        {
            [] => ("plan_edit", JsonSerializer.Serialize(new { image_id = ImageId(messages), request = "make the house blue" })),
            [var plan] when plan["proposal_id"] is { } proposal => ("edit_image", JsonSerializer.Serialize(new { proposal_id = (string)proposal! })),
            [.., var last] => (null, last["image_id"] is { } id ? $"The house is blue now: {id}." : $"It failed: {last.ToJsonString()}"),
        };
    }

    // After a failed function it only returns text.
    private static JsonNode Result(string text) => text.StartsWith('{') ? JsonNode.Parse(text)! : new JsonObject { ["error"] = text };

    private static string Text(JsonNode message) => message["content"] is JsonArray parts ? (string)parts[0]!["text"]! : (string)message["content"]!;

    private static string ImageId(JsonArray messages) =>
        System.Text.RegularExpressions.Regex.Match(string.Join(' ', messages.Select(message => message!.ToJsonString())), "img_[a-z0-9]+").Value;

    private static string Whole((string? Function, string Text) turn) => Completion("chat.completion", "message", Message(turn.Function, turn.Text, whole: true), Reason(turn));

    private static string Stream((string? Function, string Text) turn)
    {
        var events = new StringBuilder();
        for (var i = 0; i < turn.Text.Length; i += PieceLength)
        {
            var piece = turn.Text.Substring(i, Math.Min(PieceLength, turn.Text.Length - i));
            events.Append("data: ").Append(Completion("chat.completion.chunk", "delta", Message(turn.Function, piece, whole: i == 0), null)).Append("\n\n");
        }

        events.Append("data: ").Append(Completion("chat.completion.chunk", "delta", new JsonObject(), Reason(turn))).Append("\n\ndata: [DONE]\n\n");
        return events.ToString();
    }

    private static JsonObject Message(string? function, string text, bool whole)
    {
        if (function is null)
        {
            return new JsonObject { ["role"] = "assistant", ["content"] = text };
        }

        var call = new JsonObject { ["index"] = 0, ["function"] = new JsonObject { ["arguments"] = text } };
        if (whole)
        {
            (call["id"], call["type"], call["function"]!["name"]) = ("call_" + function, "function", "belm_" + function);
        }

        return new JsonObject { ["role"] = "assistant", ["content"] = null, ["tool_calls"] = new JsonArray(call) };
    }

    private static string Reason((string? Function, string Text) turn) => turn.Function is null ? "stop" : "tool_calls";

    private static string Completion(string kind, string part, JsonObject message, string? reason) => new JsonObject
    {
        ["id"] = "chatcmpl-1",
        ["object"] = kind,
        ["created"] = 1_700_000_000,
        ["model"] = "loopback",
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, [part] = message, ["finish_reason"] = reason }),
    }.ToJsonString();
}
