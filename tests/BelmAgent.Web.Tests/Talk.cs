using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace BelmAgent.Web.Tests;

/// <summary>A conversation over HTTP, with its events as they come.</summary>
internal sealed class Talk : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly BelmServer _server;
    private readonly CancellationTokenSource _end = new();
    private readonly Channel<SseItem<string>> _events = Channel.CreateUnbounded<SseItem<string>>();
    private readonly List<string> _seen = [];
    private Task _listening = Task.CompletedTask;

    private Talk(BelmServer server, string id, string imageId) => (_server, Id, ImageId) = (server, id, imageId);

    public string Id { get; }

    public string ImageId { get; }

    /// <summary>Gets the names of the events that were waited past.</summary>
    public IReadOnlyList<string> Seen => _seen;

    public static async Task<Talk> BeginAsync(BelmServer server)
    {
        var image = await server.ImportAsync();
        var session = (await server.Client.PostAsync("api/v1/sessions", new { image_id = image })).Created();
        var talk = new Talk(server, (string)session["session_id"]!, image);
        await talk.ListenAsync();
        return talk;
    }

    public async Task SayAsync(string text) => (await _server.Client.PostAsync($"api/v1/sessions/{Id}/messages", new { text })).Accepted();

    public async Task<JsonNode> ReadAsync() => (await _server.Client.GetAsync($"api/v1/sessions/{Id}")).Ok();

    /// <summary>Reads the conversation once no turn runs.</summary>
    public async Task<JsonNode> ReadIdleAsync()
    {
        var session = await ReadAsync();
        while (session["turn"] is not null)
        {
            await UntilAsync("session.changed");
            session = await ReadAsync();
        }

        return session;
    }

    public async Task<JsonNode> MoveAsync(string route, object? body = null) => (await _server.Client.PostAsync($"api/v1/sessions/{Id}/{route}", body ?? new { })).Ok();

    /// <summary>Waits for the next event of a name, and returns its data.</summary>
    public async Task<JsonNode> UntilAsync(string name)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var item = await _events.Reader.ReadAsync(patience.Token);
            _seen.Add(item.EventType);
            if (item.EventType == name)
            {
                return JsonNode.Parse(item.Data)!;
            }

            Assert.False(item.EventType == "turn.failed" && name != "turn.failed", item.Data);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _listening;
        _end.Dispose();
    }

    private async Task ListenAsync()
    {
        var answer = await _server.Client.GetAsync($"api/v1/sessions/{Id}/events", HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        var items = SseParser.Create(await answer.Content.ReadAsStreamAsync()).EnumerateAsync(_end.Token).GetAsyncEnumerator(_end.Token);
        Assert.True(await items.MoveNextAsync());
        _listening = Task.Run(async () =>
        {
            try
            {
                while (await items.MoveNextAsync())
                {
                    _events.Writer.TryWrite(items.Current);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The test has ended, or the server has.
            }
            finally
            {
                _events.Writer.TryComplete();
                answer.Dispose();
            }
        });
    }
}
