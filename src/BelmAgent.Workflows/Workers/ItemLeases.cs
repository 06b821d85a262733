using BelmAgent.Workflows.Batches;
using BelmAgent.Workflows.Options;
using BelmAgent.Workflows.Storage;

namespace BelmAgent.Workflows.Workers;

/// <summary>Who works on which item: taken with a new epoch, kept by signs of life, and ended by its holder alone.</summary>
/// <remarks>Every statement of a holder names the epoch, so one that has lost its item changes nothing any more.</remarks>
internal sealed class ItemLeases(BatchStore batches, WorkflowOptions options)
{
    // An item whose worker died this often is given up: it may be what kills them.
    private const int MaxDeaths = 3;

    private readonly WorkflowDatabase _database = batches.Database;

    private string Until => $"{_database.Now} + {(long)options.Lease.TotalMilliseconds}";

    /// <summary>Takes the next item of a queue: of the highest priority, of the owner who has waited longest, within each batch's parallel limit.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="worker">The worker that takes it.</param>
    /// <param name="onlyBatch">The batch to take it from; null for all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The item and its batch; null if there is nothing to do now.</returns>
    public Task<ClaimedItem?> ClaimAsync(string queue, string worker, string? onlyBatch, CancellationToken cancellationToken) => _database.InTransactionAsync(
        async statements =>
        {
            var candidates = await statements.QueryAsync<Candidate>(
                $"""
                select b.id, b.owner, b.max_parallel, coalesce(t.served, 0) as served,
                  (select count(*) from item r where r.batch_id = b.id and r.state in ('running','publishing')) as running,
                  (select q.priority from item q where q.batch_id = b.id and q.state = 'queued' and q.not_before <= {_database.Now} order by q.priority desc limit 1) as priority
                from batch b left join owner_turn t on t.owner = b.owner
                where b.queue = @queue and b.state = 'running' {(onlyBatch is null ? "" : "and b.id = @onlyBatch")} order by b.id
                """,
                new { queue, onlyBatch });
            var next = candidates.Where(batch => batch.Priority is not null && batch.Running < batch.MaxParallel)
                .OrderByDescending(batch => batch.Priority).ThenBy(batch => batch.Served).ThenBy(batch => batch.Running).FirstOrDefault();
            return next is null ? null : await TakeAsync(statements, next, worker);
        },
        isExclusive: true, cancellationToken);

    /// <summary>Gives a sign of life.</summary>
    /// <returns>Whether the item should be cancelled; null if it is lost.</returns>
    public async Task<bool?> BeatAsync(ItemRow item, string? progress, CancellationToken cancellationToken) => await _database.InTransactionAsync(
        async statements => (await statements.FindAsync<long?>(
            $"update item set lease_until = {Until}, progress = @progress where id = @Id and epoch = @Epoch and state = 'running' returning cancel_requested",
            new { item.Id, item.Epoch, progress })) is { } asked ? asked != 0 : (bool?)null,
        isExclusive: false, cancellationToken);

    /// <summary>The fence: records the picture that will be published, if the item is still the holder's. Saying it again, where the answer was lost, changes nothing.</summary>
    /// <param name="item">The item.</param>
    /// <param name="staged">The picture, with what the item keeps of its edit.</param>
    /// <param name="isCancelled">Whether the holder knows that it was cancelled; else one that was cancelled meanwhile is refused.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it is.</returns>
    public async Task<bool> FenceAsync(ItemRow item, StagedEdit staged, bool isCancelled, CancellationToken cancellationToken) => await _database.ExecuteAsync(
        $"""
        update item set state = 'publishing', image_id = @ImageId, result = @result, seconds = @Seconds, lease_until = {Until}
        where id = @Id and epoch = @Epoch and ((state = 'running' {(isCancelled ? "" : "and cancel_requested = 0")}) or (state = 'publishing' and image_id = @ImageId))
        """,
        new { item.Id, item.Epoch, staged.ImageId, result = WorkflowJson.Write(staged.Result), staged.Seconds }, cancellationToken) > 0;

    /// <summary>Ends an item whose picture is published.</summary>
    public Task<bool> SucceedAsync(ItemRow item, CancellationToken cancellationToken) => EndAsync(item, "publishing", "succeeded", null, cancellationToken);

    /// <summary>Ends an item that failed.</summary>
    public Task<bool> FailAsync(ItemRow item, BatchItemError error, CancellationToken cancellationToken) => EndAsync(item, "running", "failed", error, cancellationToken);

    /// <summary>Ends an item that was cancelled.</summary>
    public Task<bool> CancelAsync(ItemRow item, CancellationToken cancellationToken) => EndAsync(item, "running", "cancelled", null, cancellationToken);

    /// <summary>Gives an item back, to be worked on again.</summary>
    /// <param name="item">The item.</param>
    /// <param name="delay">How long it waits; null: it was not the item's fault, and does not count as a try.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task ReleaseAsync(ItemRow item, TimeSpan? delay, CancellationToken cancellationToken) => _database.ExecuteAsync(
        $"""
        update item set state = 'queued', worker = null, lease_until = null, tries = tries - @uncounted, not_before = {_database.Now} + @wait
        where id = @Id and epoch = @Epoch and state = 'running'
        """,
        new { item.Id, item.Epoch, uncounted = delay is null ? 1 : 0, wait = (long)(delay ?? TimeSpan.Zero).TotalMilliseconds }, cancellationToken);

    /// <summary>Queues items again whose worker gave no sign of life, and returns those that wait for nothing but their publication.</summary>
    public Task<IReadOnlyList<ItemRow>> SweepAsync(CancellationToken cancellationToken) => _database.InTransactionAsync<IReadOnlyList<ItemRow>>(
        async statements =>
        {
            var lost = await statements.QueryAsync<ItemRow>($"select * from item where state in ('running','publishing') and lease_until < {_database.Now}");
            foreach (var item in lost.Where(item => item.State == "running"))
            {
                await TakeAwayAsync(statements, item);
            }

            return [.. lost.Where(item => item.State == "publishing")];
        },
        isExclusive: true, cancellationToken);

    /// <summary>Finds the queues of items whose worker gave no sign of life.</summary>
    public Task<IReadOnlyList<string>> FindLostAsync(CancellationToken cancellationToken) => _database.QueryAsync<string>(
        $"select distinct b.queue from item i join batch b on b.id = i.batch_id where i.state in ('running','publishing') and i.lease_until < {_database.Now}", null, cancellationToken);

    /// <summary>Queues an item again whose picture was never published and cannot be any more.</summary>
    public Task RedoAsync(ItemRow item, CancellationToken cancellationToken) => _database.ExecuteAsync(
        "update item set state = 'queued', image_id = null, result = null, seconds = null, worker = null, lease_until = null where id = @Id and epoch = @Epoch and state = 'publishing'",
        new { item.Id, item.Epoch }, cancellationToken);

    /// <summary>Lets the leases of workers end at once, because their processes are known to be gone.</summary>
    public Task ExpireAsync(string worker, CancellationToken cancellationToken) => _database.ExecuteAsync(
        "update item set lease_until = 0 where worker = @worker and state in ('running','publishing')", new { worker }, cancellationToken);

    private async Task<ClaimedItem?> TakeAsync(Statements statements, Candidate batch, string worker)
    {
        var item = await statements.FindAsync<ItemRow>(
            $"""
            update item set state = 'running', epoch = epoch + 1, tries = tries + 1, worker = @worker, lease_until = {Until}, started = coalesce(started, {_database.Now})
            where id = (select id from item where batch_id = @Id and state = 'queued' and not_before <= {_database.Now} order by priority desc, deaths, n limit 1)
            returning *
            """,
            new { batch.Id, worker });
        if (item is null)
        {
            return null;
        }

        await statements.ExecuteAsync(
            """
            insert into owner_turn(owner, served) values (@Owner, (select coalesce(max(served), 0) + 1 from owner_turn))
            on conflict(owner) do update set served = excluded.served
            """,
            new { batch.Owner });
        await statements.ExecuteAsync($"update batch set started = {_database.Now} where id = @Id and started is null", new { batch.Id });
        var row = await statements.FindAsync<BatchRow>("select * from batch where id = @Id", new { batch.Id });
        return new ClaimedItem(item, row!);
    }

    /// <summary>Takes an item away from a holder that gave no sign of life, unless it gave one, or passed the fence, since the item was read.</summary>
    internal async Task TakeAwayAsync(Statements statements, ItemRow item)
    {
        // A holder that waited for the database comes back at the same moment as this sweep: once it has passed the fence, the item is its own.
        var isStillLost = $"id = @Id and epoch = @Epoch and state = 'running' and lease_until < {_database.Now}";
        if (item.CancelRequested != 0 || item.Deaths + 1 >= MaxDeaths)
        {
            var error = item.CancelRequested != 0 ? null : WorkflowJson.Write(new BatchItemError(
                "worker_died", $"Its worker died {MaxDeaths} times while working on it: look at the workers' logs and memory, then retry the batch's failed rows."));
            await statements.ExecuteAsync(
                $"update item set state = @state, error = @error, deaths = deaths + 1, ended = {_database.Now}, worker = null, lease_until = null where {isStillLost}",
                new { item.Id, item.Epoch, state = error is null ? "cancelled" : "failed", error });
            await batches.SettleAsync(statements, item.BatchId);
            return;
        }

        await statements.ExecuteAsync(
            $"update item set state = 'queued', deaths = deaths + 1, tries = tries - 1, worker = null, lease_until = null where {isStillLost}", new { item.Id, item.Epoch });
    }

    private Task<bool> EndAsync(ItemRow item, string from, string state, BatchItemError? error, CancellationToken cancellationToken) => _database.InTransactionAsync(
        async statements =>
        {
            var count = await statements.ExecuteAsync(
                $"update item set state = @state, error = @error, ended = {_database.Now}, worker = null, lease_until = null, progress = null where id = @Id and epoch = @Epoch and state = @from",
                new { item.Id, item.Epoch, from, state, error = error is null ? null : WorkflowJson.Write(error) });
            if (count > 0)
            {
                await batches.SettleAsync(statements, item.BatchId);
            }

            return count > 0;
        },
        // Two last items that end together must see each other, or the batch would not end.
        isExclusive: true, cancellationToken);

    private sealed class Candidate
    {
        public string Id { get; init; } = "";

        public string Owner { get; init; } = "";

        public int MaxParallel { get; init; }

        public long Served { get; init; }

        public long Running { get; init; }

        public int? Priority { get; init; }
    }
}

/// <summary>An item that a worker has taken.</summary>
/// <param name="Item">The item, with the epoch of this holder.</param>
/// <param name="Batch">Its batch.</param>
internal sealed record ClaimedItem(ItemRow Item, BatchRow Batch);
