using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace BelmAgent.Diffusion.Tests.Hub;

/// <summary>A hub on this machine, with one repository, whose responses a test can replace.</summary>
internal sealed class LoopbackHub : IDisposable
{
    public const string Repository = "acme/toy-onnx";
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    public LoopbackHub()
    {
        _listener.Start();
        Endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _ = AcceptAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>Gets the files, by path; those of a name in <see cref="Large"/> are listed with their SHA-256.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    public HashSet<string> Large { get; } = [];

    /// <summary>Gets more entries of the list, as JSON.</summary>
    public List<JsonObject> Entries { get; } = [];

    /// <summary>Gets or sets the replacement of the hub's response; null for the hub's own.</summary>
    public Func<HubRequest, HubReply?> Instead { get; set; } = _ => null;

    public ConcurrentQueue<HubRequest> Requests { get; } = [];

    public void Add(string path, byte[] content, bool isLarge = false)
    {
        Files[path] = content;
        if (isLarge)
        {
            Large.Add(path);
        }
    }

    /// <summary>Returns the response for a file, in full or from the requested offset.</summary>
    public HubReply File(HubRequest request, string path)
    {
        var content = Files[path];
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content))}\"";
        var from = request.Header("range") is { } range && request.Header("if-range") is var condition && (condition is null || condition == tag)
            ? int.Parse(range["bytes=".Length..^1]) : 0;
        return from == 0 ? new HubReply(200, content) { Headers = { ["ETag"] = tag } }
            : from >= content.Length ? new HubReply(416, []) { Headers = { ["Content-Range"] = $"bytes */{content.Length}" } }
            : new HubReply(206, content[from..]) { Headers = { ["ETag"] = tag, ["Content-Range"] = $"bytes {from}-{content.Length - 1}/{content.Length}" } };
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            var stream = connection.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            if (await reader.ReadLineAsync(_stop.Token) is not { } first)
            {
                return;
            }

            var headers = new Dictionary<string, string>();
            while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
            {
                headers[line[..line.IndexOf(':')].ToLowerInvariant()] = line[(line.IndexOf(':') + 1)..].Trim();
            }

            var request = new HubRequest(first.Split(' ')[1], headers);
            Requests.Enqueue(request);
            await AnswerAsync(connection, stream, Instead(request) ?? Answer(request));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // The client disconnected, or the test is over.
        }
    }

    private HubReply Answer(HubRequest request)
    {
        if (request.Path.StartsWith($"/api/models/{Repository}/revision/", StringComparison.Ordinal))
        {
            return new HubReply(200, Encoding.UTF8.GetBytes($$"""{"id":"{{Repository}}","sha":"{{Commit}}"}"""));
        }

        if (request.Path.StartsWith($"/api/models/{Repository}/tree/{Commit}", StringComparison.Ordinal))
        {
            return new HubReply(200, Encoding.UTF8.GetBytes(new JsonArray([.. Files.Select(file => (JsonNode)Entry(file.Key, file.Value)), .. Entries.Select(entry => entry.DeepClone())]).ToJsonString()));
        }

        var path = Uri.UnescapeDataString(request.Path.Replace($"/{Repository}/resolve/{Commit}/", "", StringComparison.Ordinal));
        return Files.ContainsKey(path) ? File(request, path) : new HubReply(404, []) { Headers = { ["X-Error-Code"] = "RepoNotFound" } };
    }

    private JsonObject Entry(string path, byte[] content)
    {
        var entry = new JsonObject { ["type"] = "file", ["path"] = path, ["size"] = content.Length, ["oid"] = GitHash(content) };
        if (Large.Contains(path))
        {
            entry["oid"] = GitHash([1]);
            entry["lfs"] = new JsonObject { ["oid"] = Convert.ToHexStringLower(SHA256.HashData(content)), ["size"] = content.Length };
        }

        return entry;
    }

#pragma warning disable CA5350 // As git names content.
    private static string GitHash(byte[] content) =>
        Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));
#pragma warning restore CA5350

    private async Task AnswerAsync(TcpClient connection, NetworkStream stream, HubReply reply)
    {
        if (reply.IsSilent)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }

        var head = new StringBuilder($"HTTP/1.1 {reply.Status} -\r\nConnection: close\r\n");
        if (!reply.WithoutLength)
        {
            head.Append($"Content-Length: {reply.Body.Length}\r\n");
        }

        foreach (var (name, value) in reply.Headers)
        {
            head.Append($"{name}: {value}\r\n");
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), _stop.Token);
        await stream.WriteAsync(reply.Body.AsMemory(0, Math.Min(reply.BreakAfter ?? int.MaxValue, reply.Body.Length)), _stop.Token);
        await stream.FlushAsync(_stop.Token);
        connection.Client.Shutdown(SocketShutdown.Send);
    }
}
