using System.Text.Json;

namespace BelmAgent.Plugins.Endpoints.Wire;

/// <summary>The information about a request that is needed to read its answer.</summary>
/// <param name="IsStream">Whether a stream was requested.</param>
/// <param name="CallIds">Ids of the calls in its messages.</param>
internal sealed record ChatRequest(bool IsStream, HashSet<string> CallIds)
{
    private const string Path = "/chat/completions";

    /// <summary>Reads a request, which can still be sent afterwards.</summary>
    /// <returns>The information; null if it is not a request for a chat completion.</returns>
    public static async Task<ChatRequest?> ReadAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri?.AbsolutePath.EndsWith(Path, StringComparison.Ordinal) != true || request.Content is null)
        {
            return null;
        }

        await request.Content.LoadIntoBufferAsync(cancellationToken);
        if (!WireJson.TryParse(await request.Content.ReadAsStringAsync(cancellationToken), out var body))
        {
            return null;
        }

        var ids =
            from message in body.Value.Entries("messages")
            from call in message.Entries("tool_calls")
            let id = call.Text("id")
            where id is not null
            select id;
        return new ChatRequest(body.Value.Field("stream") is { ValueKind: JsonValueKind.True }, [.. ids]);
    }
}
