using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using BelmAgent.Web.Configuration;
using BelmAgent.Web.Events;
using BelmAgent.Web.Problems;
using BelmAgent.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
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
            .RequireScope(Scopes.Read).WithSummary("Streams all events.");
        api.MapGet("jobs/{id}/events", (string id, HttpContext context, EventHub hub, StreamCount count, Jobs.JobBook jobs) => Stream(context, hub, count, jobs.Get(id).JobId))
            .RequireScope(Scopes.Read).WithSummary("Streams the events of a job.");
        api.MapGet("batches/events", (HttpContext context, EventHub hub, StreamCount count) => Stream(context, hub, count, Batches.BatchFeed.Topic))
            .RequireScope(Scopes.Read).WithSummary("Streams the events of all batches.");
        api.MapGet("batches/{id}/events", async (string id, HttpContext context, EventHub hub, StreamCount count, Workflows.IBatchService batches) =>
                Stream(context, hub, count, (await batches.GetAsync(id, context.RequestAborted)).Id))
            .RequireScope(Scopes.Read).WithSummary("Streams the events of a batch.");
        api.MapGet("sessions/{id}/events", async (string id, HttpContext context, EventHub hub, StreamCount count, Sessions.SessionHub sessions) =>
                Stream(context, hub, count, (await sessions.GetAsync(id, context.RequestAborted)).Id))
            .RequireScope(Scopes.Read).WithSummary("Streams the events of a conversation.");
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
        return TypedResults.ServerSentEvents(ReadAsync(hub, stream, context.RequestServices.GetRequiredService<KeyWatch>().Of(context.User), context.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<string>> ReadAsync(EventHub hub, EventStream stream, Func<bool> isSignedIn, [EnumeratorCancellation] CancellationToken cancellationToken)
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

            // A key that was revoked hears nothing more.
            if (!isSignedIn())
            {
                yield break;
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

/// <summary>Tells whether the key of an open stream still counts.</summary>
internal sealed class KeyWatch(KeyRing keys, TimeProvider clock, IOptions<ServeOptions> options)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Returns a check of a caller's key, as it is now; the file of keys is looked at every few seconds.</summary>
    public Func<bool> Of(ClaimsPrincipal user)
    {
        if (options.Value.Auth == ServeAuth.None)
        {
            return () => true;
        }

        var key = keys.List().FirstOrDefault(key => key.Name == user.Identity?.Name);
        var (looked, isThere) = (clock.GetTimestamp(), key is not null);
        return () =>
        {
            if (isThere && clock.GetElapsedTime(looked) >= Interval)
            {
                looked = clock.GetTimestamp();
                isThere = keys.List().Any(known => known.Name == key!.Name && known.Sha256 == key.Sha256);
            }

            return isThere;
        };
    }
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
