using System.Security.Cryptography;
using System.Text.Json;
using System.Threading.Channels;
using BelmAgent.Web.Problems;

namespace BelmAgent.Web.Events;

/// <summary>An event: small, and of ids and numbers, so that it can be kept and sent again.</summary>
/// <param name="Sequence">Its number in the hub, from 1.</param>
/// <param name="Name">Its name, such as <c>job.progress</c>.</param>
/// <param name="Data">Its data as JSON.</param>
internal sealed record HubEvent(long Sequence, string Name, string Data)
{
    /// <summary>The name of events that are only worth their latest state: they are not kept, and readers that lag are spared some.</summary>
    public const string Progress = "job.progress";
}

/// <summary>Passes events to the streams of a topic, and keeps the last of each topic for streams that come back.</summary>
/// <remarks>Safe to share between threads. Publishing never waits: a reader that is too slow loses its stream, not others their events.</remarks>
internal sealed class EventHub
{
    /// <summary>The topic of all that happens.</summary>
    public const string All = "all";

    private const int Kept = 1000;
    private const int Waiting = 256;
    private const int MaxTopics = 1000;

    // One lock for numbers, topics and readers: no event can overtake another, and no topic go while a reader joins it.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Topic> _topics = new(StringComparer.Ordinal);
    private bool _isClosed;
    private long _sequence;

    /// <summary>Gets the mark of this process in the ids of events.</summary>
    public string Boot { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    /// <summary>Returns whether anybody listens to a topic.</summary>
    public bool IsWatched(string topic)
    {
        lock (_gate)
        {
            return _topics.TryGetValue(topic, out var found) && found.Readers.Count > 0;
        }
    }

    /// <summary>Returns the topics that somebody listens to.</summary>
    public IReadOnlyList<string> GetWatched()
    {
        lock (_gate)
        {
            return [.. _topics.Where(topic => topic.Value.Readers.Count > 0).Select(topic => topic.Key)];
        }
    }

    /// <summary>Sends an event to a topic, and to the topic of everything.</summary>
    /// <param name="topic">The topic: the id of a session or job.</param>
    /// <param name="name">The event's name.</param>
    /// <param name="data">Its data.</param>
    /// <param name="alsoTo">Another topic that the same event belongs to. Default: none.</param>
    public void Publish(string topic, string name, object data, string? alsoTo = null)
    {
        var json = JsonSerializer.Serialize(data, WebJson.Options);
        lock (_gate)
        {
            var sent = new HubEvent(++_sequence, name, json);
            foreach (var heard in new[] { topic, alsoTo, All }.OfType<string>().Distinct())
            {
                Find(heard).Send(sent);
            }
        }
    }

    /// <summary>Tells all streams that the server closes, and ends them.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (var topic in _topics.Values)
            {
                topic.Send(new HubEvent(++_sequence, "server.closing", "{}"));
                topic.Readers.ForEach(reader => reader.Complete());
                topic.Readers.Clear();
            }
        }
    }

    /// <summary>Opens a stream.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="lastEventId">The id of the last event that the reader saw; null for a new reader.</param>
    /// <returns>The events that the reader missed, or that it must read the state anew, and those to come.</returns>
    public EventStream Open(string topic, string? lastEventId)
    {
        var seen = lastEventId?.Split('-') is [var boot, var number] && boot == Boot && long.TryParse(number, out var sequence) ? sequence : (long?)null;
        lock (_gate)
        {
            var found = Find(topic);
            var mustResync = lastEventId is not null && (seen is not { } after || after < found.Dropped);
            var missed = seen is { } last && !mustResync ? found.Kept.Where(kept => kept.Sequence > last).ToList() : [];
            var reader = new EventStream(Channel.CreateBounded<HubEvent>(new BoundedChannelOptions(Waiting) { SingleReader = true }), mustResync, missed, Leave);
            if (_isClosed)
            {
                reader.Complete();
            }
            else
            {
                found.Readers.Add(reader);
            }

            return reader;
        }

        void Leave(EventStream reader)
        {
            lock (_gate)
            {
                if (_topics.TryGetValue(topic, out var left))
                {
                    left.Readers.Remove(reader);
                }
            }
        }
    }

    // Called with the gate held.
    private Topic Find(string name)
    {
        if (_topics.TryGetValue(name, out var known))
        {
            return known;
        }

        if (_topics.Count >= MaxTopics)
        {
            foreach (var old in _topics.Where(entry => entry.Key != All && entry.Value.Readers.Count == 0).OrderBy(entry => entry.Value.Last).Take(MaxTopics / 10).ToList())
            {
                _topics.Remove(old.Key);
            }
        }

        // A topic that was there before may have had events that are gone.
        return _topics[name] = new Topic { Dropped = _sequence };
    }

    private sealed class Topic
    {
        public List<EventStream> Readers { get; } = [];

        public Queue<HubEvent> Kept { get; } = new();

        /// <summary>The number of the newest event that is no longer kept.</summary>
        public long Dropped { get; set; }

        public long Last { get; private set; }

        public void Send(HubEvent sent)
        {
            Last = sent.Sequence;
            if (sent.Name != HubEvent.Progress)
            {
                Kept.Enqueue(sent);
                if (Kept.Count > EventHub.Kept)
                {
                    Dropped = Kept.Dequeue().Sequence;
                }
            }

            Readers.RemoveAll(reader => !reader.TrySend(sent));
        }
    }
}

/// <summary>The events of one open stream.</summary>
internal sealed class EventStream(Channel<HubEvent> channel, bool mustResync, IReadOnlyList<HubEvent> missed, Action<EventStream> leave) : IDisposable
{
    private const int SpareAbove = 32;

    /// <summary>Gets whether the reader must read the state anew.</summary>
    public bool MustResync => mustResync;

    /// <summary>Gets what the reader missed.</summary>
    public IReadOnlyList<HubEvent> Missed => missed;

    /// <summary>Gets the events to come.</summary>
    public ChannelReader<HubEvent> Coming => channel.Reader;

    /// <summary>Passes an event on; false if the reader was too slow, and its stream has ended.</summary>
    public bool TrySend(HubEvent sent)
    {
        if (sent.Name == HubEvent.Progress && channel.Reader.Count > SpareAbove)
        {
            return true;
        }

        return channel.Writer.TryWrite(sent) || !channel.Writer.TryComplete();
    }

    public void Complete() => channel.Writer.TryComplete();

    public void Dispose()
    {
        Complete();
        leave(this);
    }
}
