using System.Diagnostics;
using System.Text.Json.Serialization;
using BelmAgent.Workflows.Storage;

namespace BelmAgent.Workflows.Workers;

/// <summary>The workers that were seen, and how the queues are.</summary>
internal sealed class WorkerRegistry(WorkflowDatabase database)
{
    // A worker that was silent for this long is not shown any more.
    private const long ForgetMilliseconds = 24 * 3600 * 1000;

    /// <summary>Enters a worker, or gives a sign that it is there.</summary>
    public Task SeenAsync(WorkerIdentity worker, CancellationToken cancellationToken) => database.ExecuteAsync(
        $"""
        insert into worker(id, host, process, queue, model, provider, version, started, seen)
        values (@Id, @Host, @Process, @Queue, @Model, @Provider, @Version, {database.Now}, {database.Now})
        on conflict(id) do update set seen = {database.Now}
        """,
        worker, cancellationToken);

    /// <summary>Takes a worker off the list.</summary>
    public Task LeaveAsync(WorkerIdentity worker, CancellationToken cancellationToken) => database.ExecuteAsync("delete from worker where id = @Id", new { worker.Id }, cancellationToken);

    /// <summary>Lists the workers, the ones seen last first.</summary>
    public async Task<IReadOnlyList<WorkerInfo>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await database.QueryAsync<WorkerRow>(
            $"""
            select w.*, ({database.Now} - w.seen) / 1000.0 as silent,
              (select i.id from item i where i.worker = w.id and i.state in ('running','publishing') limit 1) as working_on
            from worker w where w.seen > {database.Now} - {ForgetMilliseconds} order by w.seen desc
            """,
            null, cancellationToken)).Select(row => row.ToInfo())];

    /// <summary>Counts what waits and what is worked on.</summary>
    /// <param name="queue">The queue; null for all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<QueueHealth> HealthAsync(string? queue, CancellationToken cancellationToken)
    {
        var found = await database.FindAsync<HealthRow>(
            $"""
            select coalesce(sum(case when i.state = 'queued' then 1 else 0 end), 0) as queued,
              coalesce(sum(case when i.state = 'queued' and i.not_before <= {database.Now} and b.state = 'running' then 1 else 0 end), 0) as ready,
              coalesce(sum(case when i.state in ('running','publishing') then 1 else 0 end), 0) as running,
              coalesce(({database.Now} - min(case when i.state = 'queued' then b.created end)) / 1000.0, 0) as oldest
            from item i join batch b on b.id = i.batch_id where i.state in ('queued','running','publishing') {(queue is null ? "" : "and b.queue = @queue")}
            """,
            new { queue }, cancellationToken);
        return new QueueHealth((int)found!.Queued, (int)found.Ready, (int)found.Running, Math.Round((double)found.Oldest, 1));
    }

    /// <summary>Finds the queues of running batches whose workers were all silent for longer.</summary>
    public Task<IReadOnlyList<string>> FindDesertedAsync(TimeSpan silence, CancellationToken cancellationToken) => database.QueryAsync<string>(
        $"""
        select distinct b.queue from batch b
        where b.state = 'running' and not exists (select 1 from worker w where w.queue = b.queue and w.seen > {database.Now} - @milliseconds)
        """,
        new { milliseconds = (long)silence.TotalMilliseconds }, cancellationToken);

    /// <summary>Finds workers of this machine whose processes are gone.</summary>
    public async Task<IReadOnlyList<string>> FindDeadAsync(string host, CancellationToken cancellationToken)
    {
        var held = await database.QueryAsync<WorkerRow>(
            "select distinct w.* from worker w join item i on i.worker = w.id where w.host = @host and i.state in ('running','publishing')", new { host }, cancellationToken);
        return [.. held.Where(worker => !IsAlive(worker)).Select(worker => worker.Id)];
    }

    private static bool IsAlive(WorkerRow worker)
    {
        try
        {
            using var process = Process.GetProcessById(worker.Process);
            // Another process may have got the number since.
            return new DateTimeOffset(process.StartTime.ToUniversalTime()) < DateTimeOffset.FromUnixTimeMilliseconds(worker.Started).AddSeconds(2);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private sealed class HealthRow
    {
        public long Queued { get; init; }

        public long Ready { get; init; }

        public long Running { get; init; }

        public decimal Oldest { get; init; }
    }

    private sealed class WorkerRow
    {
        public string Id { get; init; } = "";

        public string Host { get; init; } = "";

        public int Process { get; init; }

        public string Queue { get; init; } = "";

        public string Model { get; init; } = "";

        public string Provider { get; init; } = "";

        public string Version { get; init; } = "";

        public long Started { get; init; }

        public decimal Silent { get; init; }

        public string? WorkingOn { get; init; }

        public WorkerInfo ToInfo() => new()
        {
            Id = Id,
            Host = Host,
            Process = Process,
            Queue = Queue,
            Model = Model,
            Provider = Provider,
            Version = Version,
            ItemId = WorkingOn,
            SilentSeconds = Math.Round((double)Silent, 1),
        };
    }
}

/// <summary>A worker process.</summary>
/// <param name="Id">Its id, unique over machines and time.</param>
/// <param name="Host">Its machine.</param>
/// <param name="Process">Its process id.</param>
/// <param name="Queue">The queue that it works on.</param>
/// <param name="Model">The name of its model's folder.</param>
/// <param name="Provider">The execution provider that it was told to use.</param>
/// <param name="Version">Its version of the program.</param>
internal sealed record WorkerIdentity(string Id, string Host, int Process, string Queue, string Model, string Provider, string Version);

/// <summary>A worker as it was seen last.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record WorkerInfo
{
    /// <summary>Gets its id.</summary>
    [JsonPropertyName("worker_id")]
    public required string Id { get; init; }

    /// <summary>Gets its machine.</summary>
    [JsonPropertyName("host")]
    public required string Host { get; init; }

    /// <summary>Gets its process id.</summary>
    [JsonPropertyName("process")]
    public required int Process { get; init; }

    /// <summary>Gets the queue that it works on.</summary>
    [JsonPropertyName("queue")]
    public required string Queue { get; init; }

    /// <summary>Gets the name of its model's folder.</summary>
    [JsonPropertyName("model")]
    public required string Model { get; init; }

    /// <summary>Gets the execution provider that it was told to use.</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    /// <summary>Gets its version of the program.</summary>
    [JsonPropertyName("version")]
    public required string Version { get; init; }

    /// <summary>Gets the item that it works on; null for none.</summary>
    [JsonPropertyName("item_id")]
    public string? ItemId { get; init; }

    /// <summary>Gets the seconds since it was seen.</summary>
    [JsonPropertyName("silent_seconds")]
    public required double SilentSeconds { get; init; }
}

/// <summary>How much waits and is worked on.</summary>
/// <param name="Queued">Items that wait for a worker, also those of paused batches and those that wait for another try.</param>
/// <param name="Ready">Of them, those that could be begun now.</param>
/// <param name="Running">Items that are worked on.</param>
/// <param name="OldestSeconds">Seconds since the oldest batch with a waiting item was created; 0 if there is none.</param>
public sealed record QueueHealth(
    [property: JsonPropertyName("queued")] int Queued,
    [property: JsonPropertyName("ready")] int Ready,
    [property: JsonPropertyName("running")] int Running,
    [property: JsonPropertyName("oldest_seconds")] double OldestSeconds);
