using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace BelmAgent.Plugins.Tests.Endpoints;

/// <summary>A web server on a loopback port that answers each request from a script.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<JsonElement, Stream, Task> _answer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;

    public LoopbackServer(Func<JsonElement, Stream, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _run = RunAsync();
    }

    public Uri Endpoint => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1");

    public List<JsonElement> Requests { get; } = [];

    /// <summary>Writes a complete response.</summary>
    public static async Task RespondAsync(Stream stream, int status, string type, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status} Status\r\nContent-Type: {type}\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n"));
        await stream.WriteAsync(bytes);
    }

    /// <summary>Writes a stream of events; without its end if it is to be interrupted.</summary>
    public static async Task StreamAsync(Stream stream, IEnumerable<string> events, bool breaksOff = false)
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"u8.ToArray());
        foreach (var data in events.Concat(breaksOff ? [] : ["[DONE]"]))
        {
            var bytes = Encoding.UTF8.GetBytes($"data: {data}\n\n");
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"));
            await stream.WriteAsync(bytes);
            await stream.WriteAsync("\r\n"u8.ToArray());
        }

        if (!breaksOff)
        {
            await stream.WriteAsync("0\r\n\r\n"u8.ToArray());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _run;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await ServeAsync(client);
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            await using var stream = client.GetStream();
            var request = await ReadAsync(stream);
            Requests.Add(request);
            await _answer(request, stream);
        }
        catch (IOException)
        {
            // A client whose timeout expired, and which disconnected while it was being read or answered.
        }
    }

    private async Task<JsonElement> ReadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, _stop.Token);
            head.Append((char)one[0]);
        }

        var length = head.ToString().Split("\r\n")
            .Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            .Select(line => int.Parse(line["Content-Length:".Length..], System.Globalization.CultureInfo.InvariantCulture))
            .Single();
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return JsonSerializer.Deserialize<JsonElement>(body);
    }
}
