using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading.Channels;
using BelmAgent.Web.Problems;

namespace BelmAgent.Web.Events;

/// <summary>An event: small, and of ids and numbers, so that it can be kept and sent again.</summary>
/// <param name="Sequence">Its number in the hub, from 1.</param>
/// <param name="Name">Its name, such as <c>job.progress</c>.</param>
/// <param name="Data">Its data as JSON.</param>
internal sealed record HubEvent(long Sequence, string Name, string Data);

/// <summary>Passes events to the streams of a topic, and keeps the last of each topic for streams that come back.</summary>
/// <remarks>Safe to share between threads. Publishing never waits: a reader that is too slow loses its stream, not others their events.</remarks>
internal sealed class EventHub
{
    /// <summary>The topic of all that happens.</summary>
    public const string All = "all";

    private const int Kept = 1000;
    private const int Waiting = 256;
    private const int MaxTopics = 1000;
    private readonly ConcurrentDictionary<string, Topic> _topics = new(StringComparer.Ordinal);
    private volatile bool _isClosed;
    private long _sequence;

    /// <summary>Gets the mark of this process in the ids of events.</summary>
    public string Boot { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    /// <summary>Gets the number of open streams.</summary>
    public int Streams => _topics.Values.Sum(topic => topic.Readers);

    /// <summary>Returns whether anybody listens to a topic.</summary>
    public bool IsWatched(string topic) => _topics.TryGetValue(topic, out var found) && found.Readers > 0;

    /// <summary>Sends an event to a topic, and to the topic of everything.</summary>
    /// <param name="topic">The topic: the id of a session or job.</param>
    /// <param name="name">The event's name.</param>
    /// <param name="data">Its data.</param>
    /// <param name="alsoTo">Another topic that the same event belongs to. Default: none.</param>
    public void Publish(string topic, string name, object data, string? alsoTo = null)
    {
        var sent = new HubEvent(Interlocked.Increment(ref _sequence), name, JsonSerializer.Serialize(data, WebJson.Options));
        foreach (var heard in new[] { topic, alsoTo, All }.OfType<string>().Distinct())
        {
            Find(heard).Send(sent);
        }
    }

    /// <summary>Tells all streams that the server closes, and ends them.</summary>
    public void Close()
    {
        _isClosed = true;
        foreach (var topic in _topics.Values)
        {
            topic.Send(new HubEvent(Interlocked.Increment(ref _sequence), "server.closing", "{}"));
            topic.Complete();
        }
    }

    /// <summary>Opens a stream.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="lastEventId">The id of the last event that the reader saw; null for a new reader.</param>
    /// <returns>The events that the reader missed, with null in front where it must read the state anew, and those to come.</returns>
    public EventStream Open(string topic, string? lastEventId)
    {
        var reader = new EventStream(Channel.CreateBounded<HubEvent>(new BoundedChannelOptions(Waiting) { SingleReader = true }));
        Find(topic).Join(reader, ParseId(lastEventId));
        if (_isClosed)
        {
            reader.Complete();
        }

        return reader;
    }

    private (bool IsReturning, long? After) ParseId(string? id) => id is null ? (false, null)
        : id.Split('-') is [var boot, var number] && boot == Boot && long.TryParse(number, out var sequence) ? (true, sequence)
        : (true, null);

    private Topic Find(string topic)
    {
        if (_topics.Count > MaxTopics)
        {
            foreach (var (name, old) in _topics.Where(entry => entry.Key != All && entry.Value.Readers == 0).OrderBy(entry => entry.Value.Last).Take(MaxTopics / 10).ToList())
            {
                _topics.TryRemove(name, out _);
            }
        }

        return _topics.GetOrAdd(topic, _ => new Topic());
    }

    private sealed class Topic
    {
        private readonly Lock _gate = new();
        private readonly Queue<HubEvent> _kept = new();
        private readonly List<EventStream> _readers = [];
        private long _dropped;

        public int Readers
        {
            get
            {
                lock (_gate)
                {
                    return _readers.Count;
                }
            }
        }

        public long Last { get; private set; }

        public void Send(HubEvent sent)
        {
            lock (_gate)
            {
                Last = sent.Sequence;
                _kept.Enqueue(sent);
                if (_kept.Count > Kept)
                {
                    _dropped = _kept.Dequeue().Sequence;
                }

                _readers.RemoveAll(reader => !reader.TrySend(sent));
            }
        }

        public void Complete()
        {
            lock (_gate)
            {
                _readers.ForEach(reader => reader.Complete());
                _readers.Clear();
            }
        }

        public void Join(EventStream reader, (bool IsReturning, long? After) seen)
        {
            lock (_gate)
            {
                var mustResync = seen.IsReturning && (seen.After is not { } after || after < _dropped);
                reader.Begin(mustResync, seen.After is { } last && !mustResync ? [.. _kept.Where(kept => kept.Sequence > last)] : []);
                reader.Left += () =>
                {
                    lock (_gate)
                    {
                        _readers.Remove(reader);
                    }
                };
                _readers.Add(reader);
            }
        }
    }
}

/// <summary>The events of one open stream.</summary>
internal sealed class EventStream(Channel<HubEvent> channel) : IDisposable
{
    // Progress is only worth its latest state: a reader that lags behind is spared some.
    private const int SpareAbove = 32;

    /// <summary>Raised when the reader has left.</summary>
    public event Action? Left;

    /// <summary>Gets whether the reader must read the state anew.</summary>
    public bool MustResync { get; private set; }

    /// <summary>Gets what the reader missed.</summary>
    public IReadOnlyList<HubEvent> Missed { get; private set; } = [];

    /// <summary>Gets the events to come.</summary>
    public ChannelReader<HubEvent> Coming => channel.Reader;

    public void Begin(bool mustResync, IReadOnlyList<HubEvent> missed) => (MustResync, Missed) = (mustResync, missed);

    public bool TrySend(HubEvent sent)
    {
        if (sent.Name == "job.progress" && channel.Reader.Count > SpareAbove)
        {
            return true;
        }

        return channel.Writer.TryWrite(sent) || !channel.Writer.TryComplete();
    }

    public void Complete() => channel.Writer.TryComplete();

    public void Dispose()
    {
        Complete();
        Left?.Invoke();
    }
}
