using System.Text.Json;
using System.Text.Json.Nodes;
using BelmAgent.Plugins.Tests.Fakes;

namespace BelmAgent.Plugins.Tests.Endpoints;

/// <summary>An answer of a scripted model.</summary>
/// <remarks>
/// In its texts <c>{image}</c> is the current picture as described to the model, and <c>{proposal_id}</c> and the like are fields of
/// the last tool's result.
/// </remarks>
internal sealed record ModelMove(Func<JsonElement, Stream, HeldClock, Func<string, string>, Task> AnswerAsync)
{
    /// <summary>Answers with text.</summary>
    public static ModelMove Say(string text) => new((request, stream, _, fill) => OpenAiProtocol.SayAsync(request, stream, fill(text)));

    /// <summary>Calls tools in one answer, with the given arguments.</summary>
    public static ModelMove Call(params (string Name, string Arguments)[] calls) => new((request, stream, _, fill) =>
        OpenAiProtocol.CallAsync(request, stream, [.. calls.Select(call => (call.Name, fill(call.Arguments)))]));

    /// <summary>Calls one tool.</summary>
    public static ModelMove Call(string name, string arguments) => Call((name, arguments));

    /// <summary>Gets a move that plans an edit of the current picture.</summary>
    public static ModelMove Plan => Call("belm_plan_edit", """{"image_id":"{image}","request":"make the house blue"}""");

    /// <summary>Gets a move that runs the plan.</summary>
    public static ModelMove Edit => Call("belm_edit_image", """{"proposal_id":"{proposal_id}"}""");

    /// <summary>Answers with text or calls a tool like a server other than OpenAI's.</summary>
    /// <param name="loosen">Changes the complete answer, or each piece of the stream.</param>
    public static ModelMove Loose(Action<JsonObject> loosen, string? text, params (string Name, string Arguments)[] calls) => new((request, stream, _, fill) =>
    {
        var (whole, chunks) = OpenAiProtocol.Answer(text is null ? null : fill(text), [.. calls.Select(call => (call.Name, fill(call.Arguments)))]);
        return OpenAiProtocol.IsStream(request)
            ? LoopbackServer.StreamAsync(stream, chunks.Select(chunk => Changed(chunk, loosen)))
            : LoopbackServer.RespondAsync(stream, 200, "application/json", Changed(whole, loosen));
    });

    /// <summary>Answers with the given bodies.</summary>
    /// <param name="whole">The answer if no stream is requested.</param>
    /// <param name="chunks">The data of a stream's events.</param>
    public static ModelMove Raw(string whole, params string[] chunks) => new((request, stream, _, fill) => OpenAiProtocol.IsStream(request)
        ? LoopbackServer.StreamAsync(stream, chunks.Select(fill))
        : LoopbackServer.RespondAsync(stream, 200, "application/json", fill(whole)));

    /// <summary>Gets a move that answers nothing until the client's timeout has expired and it disconnects.</summary>
    public static ModelMove Hang => new((_, stream, clock, _) =>
    {
        clock.Expire();
        return stream.CopyToAsync(Stream.Null);
    });

    /// <summary>Gets a move that fails.</summary>
    public static ModelMove Fail => new((_, stream, _, _) => LoopbackServer.RespondAsync(stream, 500, "application/json", """{"error":{"message":"no"}}"""));

    /// <summary>Interrupts the answer in the middle of a tool call.</summary>
    public static ModelMove BreakOff(string name, string arguments) => new((request, stream, _, fill) => OpenAiProtocol.IsStream(request)
        ? LoopbackServer.StreamAsync(stream, OpenAiProtocol.Pieces(0, "call_1", name, fill(arguments)), breaksOff: true)
        : stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"id\":\"1\",\"choices\":[{"u8.ToArray()).AsTask());

    private static string Changed(string json, Action<JsonObject> loosen)
    {
        var answer = JsonNode.Parse(json)!.AsObject();
        loosen(answer);
        return answer.ToJsonString();
    }

    /// <summary>Streams a text in one piece, like servers with large buffers.</summary>
    public static ModelMove SayAtOnce(string text) => new((request, stream, _, fill) => OpenAiProtocol.IsStream(request)
        ? LoopbackServer.StreamAsync(stream, [OpenAiProtocol.Delta(new JsonObject { ["role"] = "assistant", ["content"] = fill(text) }, "stop")])
        : OpenAiProtocol.SayAsync(request, stream, fill(text)));
}
