using System.ClientModel.Primitives;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BelmAgent.Plugins.Endpoints.Wire;

namespace BelmAgent.Plugins.Endpoints;

/// <summary>
/// Normalises the answers of other servers for OpenAI's client: finish reasons, roles, ids, types, counts and parts that are missing,
/// null or of another kind, calls that are not distinguished, and complete answers where a stream was requested. An error or a refusal
/// within a successful status, and an interrupted stream, fail the request.
/// </summary>
/// <remarks>Only successful answers to <c>…/chat/completions</c> are read. Safe to share between threads.</remarks>
public sealed class ChatCompletionsHandler : DelegatingHandler
{
    private const string EventStream = "text/event-stream";
    private const string Done = "[DONE]";

    /// <summary>Creates a handler over the network. Requests go to the endpoint; redirects are not followed.</summary>
    public ChatCompletionsHandler()
        : base(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
    }

    /// <summary>Creates a handler over another one.</summary>
    /// <param name="innerHandler">Sends the requests.</param>
    public ChatCompletionsHandler(HttpMessageHandler innerHandler)
        : base(innerHandler)
    {
    }

    /// <summary>Creates a transport for a client, such as <c>new OpenAIClientOptions { Transport = … }</c>. The client sets the timeouts.</summary>
    public static PipelineTransport CreateTransport() => new HttpClientPipelineTransport(new HttpClient(new ChatCompletionsHandler()) { Timeout = Timeout.InfiniteTimeSpan });

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var asked = await ChatRequest.ReadAsync(request, cancellationToken);
        var response = await base.SendAsync(request, cancellationToken);
        if (asked is null || !response.IsSuccessStatusCode)
        {
            return response;
        }

        try
        {
            await RewriteAsync(response, asked, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static async Task RewriteAsync(HttpResponseMessage response, ChatRequest asked, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType == EventStream)
        {
            // If the length is known or the encoding is chunked, the end is not accidental.
            var isFramed = response.Headers.TransferEncodingChunked == true || response.Content.Headers.ContentLength is not null;
            var source = await response.Content.ReadAsStreamAsync(cancellationToken);
            var stream = new StrictStream(asked.CallIds);
            response.Content = asked.IsStream
                ? Content(new StreamContent(new PulledStream(token => EventsAsync(source, stream, isFramed, token), source)), EventStream)
                : Content(await WholeAsync(source, stream, isFramed, cancellationToken), "application/json");
            return;
        }

        // JSON is UTF-8, whatever a header says. The client refuses anything that is not an answer.
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        if (WireJson.TryParse(Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(cancellationToken)), out var answer) && StrictAnswer.Write(answer.Value, asked.CallIds) is { } strict)
        {
            response.Content = asked.IsStream
                ? Content(new ByteArrayContent([.. Event(StrictAnswer.ToChunk(strict)), .. Event(Done)]), EventStream)
                : Content(Json(strict), "application/json");
        }
    }

    // Some servers stream regardless of the request.
    private static async Task<HttpContent> WholeAsync(Stream source, StrictStream stream, bool isFramed, CancellationToken cancellationToken)
    {
        await using (source)
        {
            var chunks = await ChunksAsync(source, stream, isFramed, cancellationToken).ToListAsync(cancellationToken);
            return chunks.Count > 0 ? Json(StrictAnswer.ToWhole(chunks)) : new ByteArrayContent([]);
        }
    }

    private static async IAsyncEnumerable<byte[]> EventsAsync(
        Stream source, StrictStream stream, bool isFramed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var chunk in ChunksAsync(source, stream, isFramed, cancellationToken))
        {
            yield return Event(chunk);
        }

        yield return Event(Done);
    }

    private static async IAsyncEnumerable<JsonObject> ChunksAsync(
        Stream source, StrictStream stream, bool isFramed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isDone = false;
        await foreach (var item in SseParser.Create(source).EnumerateAsync(cancellationToken))
        {
            isDone = item.Data.Trim().Equals(Done, StringComparison.OrdinalIgnoreCase);
            if (isDone)
            {
                break;
            }

            if (Chunk(item) is { } chunk && stream.Write(chunk) is { } written)
            {
                yield return written;
            }
        }

        if (!isDone && !isFramed && !stream.HasFinished)
        {
            throw new IOException("The stream ended before its answer.");
        }

        if (stream.End() is { } end)
        {
            yield return end;
        }
    }

    private static JsonElement? Chunk(SseItem<string> item)
    {
        if (string.IsNullOrWhiteSpace(item.Data))
        {
            return null;
        }

        if (item.EventType == "error")
        {
            throw EndpointFault.Told(WireJson.TryParse(item.Data, out var error) ? ServerError.Find(error.Value) ?? ServerError.Unexplained : new ServerError(item.Data));
        }

        return WireJson.TryParse(item.Data, out var chunk) ? chunk : throw new JsonException("A piece of the stream is not JSON.");
    }

    private static byte[] Event(JsonObject chunk) => Event(chunk.ToJsonString());

    private static byte[] Event(string data) => Encoding.UTF8.GetBytes($"data: {data}\n\n");

    private static ByteArrayContent Json(JsonObject answer) => new(Encoding.UTF8.GetBytes(answer.ToJsonString()));

    private static HttpContent Content(HttpContent content, string type)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }
}
