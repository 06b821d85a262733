using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using BelmAgent.Editing.Library;
using BelmAgent.Workflows.Manifests;
using BelmAgent.Workflows.Storage;

namespace BelmAgent.Workflows.Batches;

/// <summary>Batches and their items as rows: created, read, and moved on by what users ask for.</summary>
internal sealed class BatchStore(WorkflowDatabase database, LibraryId ids)
{
    /// <summary>Prefix of batches' ids.</summary>
    public const string BatchPrefix = "bat";

    /// <summary>Prefix of items' ids.</summary>
    public const string ItemPrefix = "itm";

    private const int EndedPage = 200;
    private const int MaxEnded = 1000;
    private const int PaceItems = 40;
    private const int TrimmedAtOnce = 1;

    private static readonly FrozenSet<string> EndNames = BatchItem.EndStates.Select(state => WorkflowJson.NameOf(state)).ToFrozenSet(StringComparer.Ordinal);

    // As it is written by WorkflowJson, where quotes of texts are escaped.
    private const string NoPriority = "\"Priority\":null";

    private const string Open = "('draft','planned','waiting','queued')";
    private const string Ended = "('succeeded','failed','needs_answer','skipped','cancelled')";

    // Nothing changes in a batch that has ended, unless it is begun anew: then it ends at another time.
    private readonly ConcurrentDictionary<string, EndedCounts> _ended = new(StringComparer.Ordinal);

    public WorkflowDatabase Database => database;

    /// <summary>Finds the newest batch of an output folder; null if there is none.</summary>
    public Task<BatchRow?> FindByOutputAsync(string output, CancellationToken cancellationToken) =>
        database.FindAsync<BatchRow>("select * from batch where output = @output order by created desc, id desc limit 1", new { output }, cancellationToken);

    /// <summary>Gets a batch.</summary>
    /// <exception cref="BelmException"><c>batch_not_found</c>: there is none of this id.</exception>
    public async Task<BatchRow> GetRowAsync(string id, CancellationToken cancellationToken) =>
        (LibraryId.IsValid(id, BatchPrefix) ? await database.FindAsync<BatchRow>("select * from batch where id = @id", new { id }, cancellationToken) : null)
        ?? throw BelmException.NotFound(
            "batch_not_found", "batch", id,
            await database.QueryAsync<string>("select id from batch order by created desc limit 5", null, cancellationToken), "plan one first with 'belm batch plan'");

    /// <summary>Gets a batch with the numbers of its rows.</summary>
    /// <exception cref="BelmException"><c>batch_not_found</c>: there is none of this id.</exception>
    public async Task<Batch> GetAsync(string id, CancellationToken cancellationToken) => await CountAsync(await GetRowAsync(id, cancellationToken), cancellationToken);

    /// <summary>Lists batches, newest first.</summary>
    public async Task<IReadOnlyList<Batch>> ListAsync(string? before, int limit, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<BatchRow>(
            "select * from batch where cast(@before as text) is null or id < @before order by id desc limit @limit",
            new { before, limit }, cancellationToken);
        var batches = new List<Batch>();
        foreach (var row in rows)
        {
            batches.Add(await CountAsync(row, cancellationToken));
        }

        return batches;
    }

    /// <summary>Reads items in the order of their numbers, page by page.</summary>
    /// <param name="batchId">The batch.</param>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="after">The number before the first.</param>
    /// <param name="limit">The most of them.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<ItemRow>> PageAsync(string batchId, string? state, int after, int limit, CancellationToken cancellationToken) => database.QueryAsync<ItemRow>(
        $"select * from item where batch_id = @batchId and n > @after {(state is null ? "" : "and state = @state")} order by n limit @limit",
        new { batchId, state, after, limit }, cancellationToken);

    /// <summary>Reads items that have ended, in the order of their numbers.</summary>
    public async IAsyncEnumerable<ItemRow> EndedAsync(string batchId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var after = 0; await PageAsync(batchId, null, after, EndedPage, cancellationToken) is { Count: > 0 } page; after = page[^1].N)
        {
            foreach (var row in page.Where(row => BatchItem.EndStates.Contains(WorkflowJson.ValueOf<BatchItemState>(row.State))))
            {
                yield return row;
            }
        }
    }

    /// <summary>Reads the ids of batches whose manifest was sent and whose rows are not all planned, oldest first.</summary>
    public Task<IReadOnlyList<string>> UnplannedUploadsAsync(CancellationToken cancellationToken) => database.QueryAsync<string>(
        "select id from batch where (state = 'planning' or (state = 'paused' and exists (select 1 from item where batch_id = batch.id and state = 'draft'))) and manifest like @sent order by id", new { sent = $"%{ManifestSource.Sent}%" }, cancellationToken);

    /// <summary>Changes what does not belong to the plan of a batch; null leaves it as it is. Rows with a priority of their own keep it.</summary>
    public Task<int> AdjustAsync(string batchId, int? priority, int? maxParallel, string? webhook, CancellationToken cancellationToken) => database.InTransactionAsync(
        async statements =>
        {
            await statements.ExecuteAsync(
                "update batch set priority = coalesce(@priority, priority), max_parallel = coalesce(@maxParallel, max_parallel), webhook = coalesce(@webhook, webhook) where id = @batchId",
                new { batchId, priority, maxParallel, webhook });
            return priority is null ? 0 : await statements.ExecuteAsync(
                "update item set priority = @priority where batch_id = @batchId and priority <> @priority and settings like @none", new { batchId, priority, none = $"%{NoPriority}%" });
        },
        isExclusive: true, cancellationToken);

    /// <summary>Deletes batches that ended so long ago, with their rows; images and files stay.</summary>
    /// <returns>The number of batches.</returns>
    public Task<int> TrimAsync(TimeSpan age, CancellationToken cancellationToken) => database.InTransactionAsync(
        async statements =>
        {
            var old = await statements.QueryAsync<string>(
                $"select id from batch where state = 'ended' and ended < {database.Now} - @age order by ended limit {TrimmedAtOnce}", new { age = (long)age.TotalMilliseconds });
            foreach (var id in old)
            {
                foreach (var table in (string[])["item", "source", "webhook"])
                {
                    await statements.ExecuteAsync($"delete from {table} where batch_id = @id", new { id });
                }

                await statements.ExecuteAsync("delete from batch where id = @id", new { id });
            }

            return old.Count;
        },
        isExclusive: true, cancellationToken);

    /// <summary>Reads items that have ended and were not handed over yet.</summary>
    public Task<IReadOnlyList<ItemRow>> UndeliveredAsync(string batchId, int limit, CancellationToken cancellationToken) => database.QueryAsync<ItemRow>(
        $"select * from item where batch_id = @batchId and delivered = 0 and state in {Ended} order by ended, n limit @limit", new { batchId, limit }, cancellationToken);

    /// <summary>Notes that items were handed over.</summary>
    public Task DeliveredAsync(IReadOnlyCollection<string> itemIds, CancellationToken cancellationToken) => database.InTransactionAsync(
        async statements =>
        {
            foreach (var id in itemIds)
            {
                await statements.ExecuteAsync($"update item set delivered = 1 where id = @id and state in {Ended}", new { id });
            }

            return 0;
        },
        isExclusive: false, cancellationToken);

    /// <summary>Creates a batch with its rows, all of them or none. A faulty row has failed at once. What an earlier batch of the same folder has not done is cancelled.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="limits">How many rows there may be.</param>
    /// <param name="images">The ids of images by the names that rows use; null if they name files.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<string> CreateAsync(
        BatchRow batch, IAsyncEnumerable<ManifestRow> rows, RowLimits limits, IReadOnlyDictionary<string, string>? images, CancellationToken cancellationToken) => database.InTransactionAsync(
        async statements =>
        {
            foreach (var earlier in await statements.QueryAsync<string>("select id from batch where output = @Output and state <> 'ended'", new { batch.Output }))
            {
                await CancelAsync(statements, earlier);
            }

            await statements.ExecuteAsync(
                $"""
                insert into batch(id, owner, name, state, priority, max_parallel, queue, model_hash, fingerprint, manifest, output, webhook, created)
                values (@Id, @Owner, @Name, 'planning', @Priority, @MaxParallel, @Queue, @ModelHash, @Fingerprint, @Manifest, @Output, @Webhook, {database.Now})
                """,
                batch);
            if (images?.Count > limits.Manifest)
            {
                throw new BelmException("manifest", ErrorKind.LimitExceeded, $"More than {limits.Manifest} images have names", "send fewer, or raise Belm:Workflows:MaxRows");
            }

            foreach (var (name, imageId) in images ?? new Dictionary<string, string>())
            {
                await statements.ExecuteAsync(
                    "insert into source(batch_id, image, image_id, sha256) values (@Id, @key, @imageId, @imageId)", new { batch.Id, key = SourceKey(name, stamp: null), imageId });
            }

            var count = 0;
            var writers = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                if (++count > limits.Manifest)
                {
                    throw new BelmException(
                        "manifest", ErrorKind.LimitExceeded, $"The manifest has more than {limits.Manifest} rows", "split it, or raise Belm:Workflows:MaxRows");
                }

                await AddAsync(statements, batch, RefuseSharedOutput(row, writers));
            }

            await CheckQuotaAsync(statements, batch.Owner, limits.Owner);
            return count == 0 ? throw new BelmException("manifest", ErrorKind.InvalidInput, $"The manifest '{batch.Name}' has no rows", "give it at least one picture") : batch.Id;
        },
        isExclusive: false, cancellationToken);

    /// <summary>Approves a batch: its planned items are queued.</summary>
    /// <exception cref="BelmException"><c>plan_changed</c>: the hash is not that of its proposals. <c>batch_not_planned</c>: it is still being planned.</exception>
    public Task<int> ApproveAsync(string batchId, string planHash, string by, CancellationToken cancellationToken) => database.InTransactionAsync(
        async statements =>
        {
            var batch = await statements.FindAsync<BatchRow>("select * from batch where id = @batchId", new { batchId });
            if (batch?.PlanHash is null)
            {
                throw new BelmException("batch_not_planned", ErrorKind.InvalidInput, $"The batch {batchId} is not planned completely", "wait until it is, or plan it again");
            }

            if (batch.PlanHash != planHash)
            {
                throw new BelmException(
                    "plan_changed", ErrorKind.Refused, $"The batch {batchId} is not approved, since its plan's hash is {batch.PlanHash} and not the one that was given", "look at the plan again and approve that hash");
            }

            await statements.ExecuteAsync(
                "update batch set approved_by = coalesce(approved_by, @by), traceparent = @trace, state = case when state = 'planned' then 'running' else state end where id = @batchId", new { batchId, by, trace = Activity.Current?.Id });
            var queued = await statements.ExecuteAsync("update item set state = 'queued' where batch_id = @batchId and state = 'planned'", new { batchId });
            await SettleAsync(statements, batchId);
            return queued;
        },
        isExclusive: true, cancellationToken);

    /// <summary>Pauses a batch, or lets it go on.</summary>
    public async Task PauseAsync(string batchId, bool isPaused, CancellationToken cancellationToken)
    {
        await GetRowAsync(batchId, cancellationToken);
        await database.ExecuteAsync(
            $"update batch set state = '{(isPaused ? "paused" : "running")}' where id = @batchId and state = '{(isPaused ? "running" : "paused")}'", new { batchId }, cancellationToken);
    }

    /// <summary>Cancels what a batch has not done: waiting items end at once, running ones at their next step.</summary>
    public async Task CancelAsync(string batchId, CancellationToken cancellationToken)
    {
        await GetRowAsync(batchId, cancellationToken);
        await database.InTransactionAsync(statements => CancelAsync(statements, batchId), isExclusive: true, cancellationToken);
    }

    /// <summary>Queues items that failed or were cancelled once more, if they were planned.</summary>
    /// <returns>The number of items.</returns>
    public async Task<int> RetryAsync(string batchId, CancellationToken cancellationToken)
    {
        var batch = await GetRowAsync(batchId, cancellationToken);
        if (batch.ApprovedBy is null)
        {
            throw new BelmException("batch_not_approved", ErrorKind.Refused, $"The batch {batchId} was never approved", "approve it first, as 'belm batch run' does");
        }

        return await database.InTransactionAsync(
            async statements =>
            {
                const string Again = "deaths = 0, tries = 0, not_before = 0, cancel_requested = 0, image_id = null, result = null, error = null, ended = null, seconds = null, delivered = 0";
                var count = await statements.ExecuteAsync(
                    $"update item set state = 'queued', {Again} where batch_id = @batchId and state in ('failed','cancelled') and proposal is not null and same_as is null", new { batchId });
                count += await statements.ExecuteAsync(
                    $"update item set state = 'waiting', {Again} where batch_id = @batchId and state in ('failed','cancelled') and same_as is not null", new { batchId });
                await statements.ExecuteAsync("update batch set state = 'running', ended = null where id = @batchId and state = 'ended' and @count > 0", new { batchId, count });
                await SettleAsync(statements, batchId);
                return count;
            },
            isExclusive: true, cancellationToken);
    }

    /// <summary>Moves on what depends on items that have just ended: rows with the same work, and the batch itself.</summary>
    public async Task SettleAsync(Statements statements, string batchId)
    {
        await statements.ExecuteAsync(
            $"""
            update item set state = case when o.state = 'succeeded' then 'skipped' else o.state end, image_id = o.image_id, result = o.result, error = o.error, ended = {database.Now}
            from item o where o.id = item.same_as and item.batch_id = @batchId and item.state = 'waiting' and o.state in ('succeeded','failed','cancelled')
            """,
            new { batchId });
        var ended = await statements.ExecuteAsync(
            $"update batch set state = 'ended', ended = {database.Now} where id = @batchId and state in ('running','paused') and not exists (select 1 from item where batch_id = @batchId and state not in {Ended})",
            new { batchId });
        if (ended > 0)
        {
            await AnnounceAsync(statements, batchId);
        }
    }

    /// <summary>Returns the key of a source image: its name, and the stamp of its file.</summary>
    public static string SourceKey(string image, string? stamp) => $"{image}\n{stamp}";

    private async Task<Batch> CountAsync(BatchRow row, CancellationToken cancellationToken)
    {
        var end = row.State == "ended" ? row.Ended : null;
        if (end is not null && _ended.TryGetValue(row.Id, out var known) && known.At == end)
        {
            return row.ToBatch(known.Rows, known.Retriable, pace: null);
        }

        var counts = await database.QueryAsync<StateCount>(
            "select state, count(*) as count from item where batch_id = @Id group by state", new { row.Id }, cancellationToken);
        // Asked only where there are such rows: it looks at each of them.
        var retriable = !counts.Any(count => count.State is "failed" or "cancelled") ? 0 : await database.FindAsync<long>(
            "select count(*) from item where batch_id = @Id and state in ('failed','cancelled') and (proposal is not null or same_as is not null)", new { row.Id }, cancellationToken);
        // Rows that were taken over from an earlier batch have no epoch, and cost no time.
        var pace = row.State != "running" ? null : await database.FindAsync<BatchPace>(
            $"""
            select count(*) as count, min(ended) as first, max(ended) as last, {database.Now} as now
            from (select ended from item where batch_id = @Id and state = 'succeeded' and epoch > 0 order by ended desc limit {PaceItems}) recent
            """,
            new { row.Id }, cancellationToken);
        var rows = counts.ToDictionary(count => count.State, count => count.Count);
        // One that is begun anew between these reads is not kept.
        if (end is not null && rows.Keys.All(EndNames.Contains))
        {
            if (_ended.Count >= MaxEnded)
            {
                _ended.Clear();
            }

            _ended[row.Id] = new EndedCounts(end.Value, rows, (int)retriable);
        }

        return row.ToBatch(rows, (int)retriable, pace);
    }

    private static async Task CheckQuotaAsync(Statements statements, string owner, int most)
    {
        if (await statements.FindAsync<long>(
            $"select count(*) from item i join batch b on b.id = i.batch_id where b.owner = @owner and b.state <> 'ended' and i.state not in {Ended}", new { owner }) is var open && open > most)
        {
            throw new BelmException(
                "rows_quota", ErrorKind.LimitExceeded, $"'{owner}' would have {open} rows that are not done, and {most} are allowed",
                "wait for some of them, cancel some, or raise Belm:Workflows:MaxRowsPerOwner");
        }
    }

    private async Task<int> CancelAsync(Statements statements, string batchId)
    {
        await statements.ExecuteAsync($"update item set state = 'cancelled', ended = {database.Now} where batch_id = @batchId and state in {Open}", new { batchId });
        var running = await statements.ExecuteAsync("update item set cancel_requested = 1 where batch_id = @batchId and state = 'running'", new { batchId });
        // One that is being planned ends too: nothing is left to plan.
        await statements.ExecuteAsync("update batch set state = 'running' where id = @batchId and state <> 'ended'", new { batchId });
        await SettleAsync(statements, batchId);
        return running;
    }

    private Task<int> AnnounceAsync(Statements statements, string batchId) => statements.ExecuteAsync(
        $"""
        insert into webhook(id, batch_id, url, body, next_at, state)
        select @id, b.id, b.webhook, '', {database.Now}, 'waiting' from batch b where b.id = @batchId and b.webhook is not null
        """,
        new { id = ids.Next("msg"), batchId });

    private async Task AddAsync(Statements statements, BatchRow batch, ManifestRow row)
    {
        var error = row.Faults is [var first, ..]
            ? new BatchItemError("manifest", string.Join("; ", row.Faults.Select(fault => fault.Column.Length == 0 ? $"row {row.Number} {fault.Message}" : $"row {row.Number}, column {fault.Column}: {fault.Message}")) + ".", first.Column)
            : null;
        await statements.ExecuteAsync(
            $"""
            insert into item(id, batch_id, n, state, priority, image, request, settings, output, is_faulty, error, ended)
            values (@id, @batchId, @n, @state, @priority, @image, @request, @settings, @output, @faulty, @error, {(error is null ? "null" : database.Now)})
            """,
            new
            {
                id = ids.Next(ItemPrefix),
                batchId = batch.Id,
                n = row.Number,
                state = error is null ? "draft" : "failed",
                priority = row.Settings.Priority ?? batch.Priority,
                image = row.Image,
                request = row.Request,
                settings = WorkflowJson.Write(row.Settings),
                output = row.Output ?? ResultNames.Of(row.Number, row.Image),
                faulty = error is null ? 0 : 1,
                error = error is null ? null : WorkflowJson.Write(error),
            });
    }

    // Two rows cannot write one file: the first that can be used has it.
    private static ManifestRow RefuseSharedOutput(ManifestRow row, Dictionary<string, int> writers)
    {
        var output = row.Output ?? ResultNames.Of(row.Number, row.Image);
        return row.Faults.Count > 0 || writers.TryAdd(output, row.Number) ? row
            : row with { Faults = [new ManifestFault("out", $"row {writers[output]} writes the same file: name another")] };
    }

    private sealed record EndedCounts(long At, IReadOnlyDictionary<string, int> Rows, int Retriable);

    private sealed class StateCount
    {
        public string State { get; init; } = "";

        public int Count { get; init; }
    }
}

/// <summary>How many rows there may be.</summary>
/// <param name="Manifest">The most rows of a manifest.</param>
/// <param name="Owner">The most rows of an owner that have not ended.</param>
internal readonly record struct RowLimits(int Manifest, int Owner);

/// <summary>Where the rows of a batch come from.</summary>
/// <param name="Folder">The folder of their images; null for a manifest that was sent, whose rows name images of the library.</param>
/// <param name="IsAnew">Whether what earlier batches of the same folder have done is done again.</param>
internal sealed record ManifestSource(string? Folder, bool IsAnew)
{
    /// <summary>The part of its JSON that tells one that was sent.</summary>
    public const string Sent = "\"Folder\":null";
}
