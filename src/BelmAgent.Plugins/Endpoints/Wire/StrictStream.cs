using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BelmAgent.Planning;

namespace BelmAgent.Plugins.Endpoints.Wire;

/// <summary>Rewrites the chunks of one stream in exactly the form that OpenAI's client expects.</summary>
/// <remarks>Not safe to share between threads.</remarks>
/// <param name="takenIds">Ids of calls in the conversation; new ones are added.</param>
internal sealed class StrictStream(ISet<string> takenIds)
{
    private readonly List<OpenCall> _calls = [];
    private readonly StringBuilder _refusal = new();
    private string? _id;
    private bool _hasWords;

    /// <summary>Gets whether the server reported the end of the answer.</summary>
    public bool HasFinished { get; private set; }

    /// <summary>Rewrites one chunk.</summary>
    /// <param name="chunk">The server's chunk.</param>
    /// <returns>The chunk; null if it is empty.</returns>
    /// <exception cref="PlannerUnavailableException">The answer is an error.</exception>
    public JsonObject? Write(JsonElement chunk)
    {
        if (ServerError.Find(chunk) is { } error)
        {
            throw EndpointFault.Told(error);
        }

        // Text with another id would be another message.
        _id ??= chunk.Text("id") ?? $"chatcmpl-{Guid.NewGuid():N}";
        if (AnswerMessage.Read(chunk) is not { } message)
        {
            return chunk.Field("usage") is null ? null : Envelope(chunk, null);
        }

        _refusal.Append(message.Refusal);
        _hasWords |= !string.IsNullOrWhiteSpace(message.Content);
        var delta = new JsonObject { ["role"] = "assistant" };
        if (!string.IsNullOrEmpty(message.Content))
        {
            delta["content"] = message.Content;
        }

        JsonNode[] calls = [.. message.Calls.Select(Piece)];
        if (calls.Length > 0)
        {
            delta["tool_calls"] = new JsonArray(calls);
        }

        return Envelope(chunk, new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = Finish(message.Finish) });
    }

    /// <summary>Ends the stream.</summary>
    /// <returns>A chunk that marks the end, if the server sent none.</returns>
    /// <exception cref="PlannerUnavailableException">The stream contained only a refusal.</exception>
    public JsonObject? End()
    {
        if (_id is null)
        {
            return null;
        }

        StrictAnswer.RequireNoRefusal(_refusal.ToString(), "", _hasWords || _calls.Count > 0);
        return HasFinished
            ? null
            : Envelope(default, new JsonObject { ["index"] = 0, ["delta"] = new JsonObject(), ["finish_reason"] = Finish("stop") });
    }

    private string? Finish(string? finish)
    {
        if (finish is null || HasFinished)
        {
            return null;
        }

        HasFinished = true;
        var strict = AnswerMessage.Strict(finish, _calls.Count > 0);
        StrictAnswer.RequireNoRefusal(_refusal.ToString(), strict, _hasWords || _calls.Count > 0);
        return strict;
    }

    private JsonObject Envelope(JsonElement chunk, JsonObject? choice) =>
        StrictAnswer.Envelope(chunk.ValueKind == JsonValueKind.Undefined ? JsonElement.Parse("{}") : chunk, "chat.completion.chunk", _id, choice);

    private JsonObject Piece(AnswerCall piece)
    {
        var open = _calls.LastOrDefault(call => call.Index == piece.Index);
        if (open is null || Begins(piece, open))
        {
            open = new OpenCall(piece.Index, piece.Id, _calls.Count, StrictAnswer.FreeId(piece.Id, takenIds));
            _calls.Add(open);
            open.Arguments.Append(piece.Arguments);
            open.HasName = piece.Name is not null;
            return Indexed(StrictAnswer.Call(open.Id, piece.Name, piece.Arguments), open);
        }

        open.Arguments.Append(piece.Arguments);
        var written = StrictAnswer.Call(null, null, piece.Arguments);
        if (!open.HasName && piece.Name is not null)
        {
            open.HasName = true;
            written["function"]!["name"] = piece.Name;
        }

        return Indexed(written, open);
    }

    // Servers that number every call as the first distinguish them by the id, or only by starting a new one when the last is complete.
    private static bool Begins(AnswerCall piece, OpenCall open)
    {
        if (piece.Id is not null && piece.Id != open.GivenId)
        {
            return open.GivenId is not null || open.HasName;
        }

        return piece.Name is not null && open.HasName && open.IsComplete && (piece.Id is null || piece.Arguments.Length > 0);
    }

    private static JsonObject Indexed(JsonObject call, OpenCall open)
    {
        call["index"] = open.Place;
        return call;
    }

    private sealed class OpenCall(long index, string? givenId, int place, string id)
    {
        public long Index { get; } = index;

        public string? GivenId { get; } = givenId;

        public int Place { get; } = place;

        public string Id { get; } = id;

        public StringBuilder Arguments { get; } = new();

        public bool HasName { get; set; }

        public bool IsComplete => WireJson.TryParse(Arguments.ToString(), out var json) && json.Value.ValueKind == JsonValueKind.Object;
    }
}
