using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using BelmAgent.Web.Configuration;
using BelmAgent.Web.Events;
using BelmAgent.Web.Problems;
using BelmAgent.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace BelmAgent.Web.Server;

/// <summary>Streams of server-sent events.</summary>
internal static class EventEndpoints
{
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    public static void MapEvents(this RouteGroupBuilder api)
    {
        api.MapGet("events", (HttpContext context, EventHub hub, StreamCount count) => Stream(context, hub, count, EventHub.All))
            .RequireAuthorization(Scopes.Read).WithSummary("Streams all events.");
        api.MapGet("jobs/{id}/events", (string id, HttpContext context, EventHub hub, StreamCount count, Jobs.JobBook jobs) => Stream(context, hub, count, jobs.Get(id).JobId))
            .RequireAuthorization(Scopes.Read).WithSummary("Streams the events of a job.");
        api.MapGet("sessions/{id}/events", async (string id, HttpContext context, EventHub hub, StreamCount count, Sessions.SessionHub sessions) =>
                Stream(context, hub, count, (await sessions.GetAsync(id, context.RequestAborted)).Id))
            .RequireAuthorization(Scopes.Read).WithSummary("Streams the events of a conversation.");
    }

    private static ServerSentEventsResult<string> Stream(HttpContext context, EventHub hub, StreamCount count, string topic)
    {
        var seat = count.Enter(context.User.Identity?.Name ?? "");
        var last = context.Request.Headers["Last-Event-ID"].ToString();
        var stream = hub.Open(topic, last.Length == 0 ? null : last);
        context.Response.OnCompleted(() =>
        {
            stream.Dispose();
            seat.Dispose();
            return Task.CompletedTask;
        });
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.ServerSentEvents(ReadAsync(hub, stream, context.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<string>> ReadAsync(EventHub hub, EventStream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The first item opens the answer, so that the reader knows at once that it listens.
        yield return new SseItem<string>("{}", stream.MustResync ? "resync" : "ping") { ReconnectionInterval = RetryAfter };
        foreach (var missed in stream.Missed)
        {
            yield return Item(hub, missed);
        }

        var open = true;
        while (open)
        {
            var isPing = false;
            using (var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
            {
                pause.CancelAfter(PingInterval);
                try
                {
                    open = await stream.Coming.WaitToReadAsync(pause.Token);
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    isPing = true;
                }
            }

            if (isPing)
            {
                yield return new SseItem<string>("{}", "ping");
            }

            while (stream.Coming.TryRead(out var sent))
            {
                yield return Item(hub, sent);
            }
        }
    }

    private static SseItem<string> Item(EventHub hub, HubEvent sent) => new(sent.Data, sent.Name) { EventId = $"{hub.Boot}-{sent.Sequence}" };
}

/// <summary>Counts the open streams of each key.</summary>
internal sealed class StreamCount(IOptions<ServeOptions> options)
{
    private readonly ConcurrentDictionary<string, int> _open = new(StringComparer.Ordinal);

    /// <summary>Takes a seat; disposing it gives it back.</summary>
    /// <exception cref="WebException">The key has too many streams open.</exception>
    public IDisposable Enter(string owner)
    {
        if (_open.AddOrUpdate(owner, 1, (_, count) => count + 1) > options.Value.MaxStreams)
        {
            Leave(owner);
            throw new WebException(429, "too_many_streams", $"This key has {options.Value.MaxStreams} streams of events open", "close one, or poll 'GET api/v1/jobs/ID?wait=25'");
        }

        return new Seat(this, owner);
    }

    private void Leave(string owner) => _open.AddOrUpdate(owner, 0, (_, count) => count - 1);

    private sealed class Seat(StreamCount count, string owner) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                count.Leave(owner);
            }
        }
    }
}
