using System.Diagnostics;
using BelmAgent.Workflows.Batches;
using BelmAgent.Workflows.Manifests;
using BelmAgent.Workflows.Storage;
using BelmAgent.Workflows.Tests.Doubles;
using BelmAgent.Workflows.Worker;

namespace BelmAgent.Workflows.Tests.Batches;

/// <summary>Batches as rows: created as a whole, approved by their hash, and safe on a full disk.</summary>
public sealed class BatchStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_batch_is_approved_by_the_hash_of_its_plan_alone()
    {
        using var bench = new Workbench(_folder["library"]);
        var batch = await bench.AddBatchAsync(1);

        var failure = await Assert.ThrowsAsync<BelmException>(() => bench.Batches.ApproveAsync(batch, "another", "test", CancellationToken.None));

        Assert.Equal(("plan_changed", ErrorKind.Refused), (failure.Code, failure.Kind));
    }

    [Fact]
    public async Task A_batch_on_a_full_disk_is_created_entirely_or_not_at_all()
    {
        var disk = Directory.CreateDirectory(_folder["disk"]).FullName;
        Assert.SkipUnless(OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", disk), "mounting needs root");
        try
        {
            using var bench = new Workbench(disk);
            await bench.AddBatchAsync(1);

            var failure = await Assert.ThrowsAsync<BelmException>(() => bench.AddBatchAsync(5000));

            Assert.Equal(("database_full", ErrorKind.NotUsable), (failure.Code, failure.Kind));
            Assert.Equal(1, Assert.Single(await bench.Batches.ListAsync(null, 10, CancellationToken.None)).Total);
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            // Lazily: another test that starts a process at this moment holds all files for an instant.
            Run("umount", "-l", disk);
        }
    }

    [Fact]
    public async Task Processes_that_start_together_create_the_tables_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            using var bench = new Workbench(_folder["library"]);
            await bench.AddBatchAsync(2);
        })));

        using var after = new Workbench(_folder["library"]);
        Assert.Equal(6, (await after.Batches.ListAsync(null, 10, CancellationToken.None)).Count);
        Assert.Equal(WorkflowSchema.Version, await after.Database.FindAsync<long>("select count(*) from belm_schema", null, CancellationToken.None));
    }

    [Fact]
    public async Task Batches_are_listed_page_by_page_newest_first()
    {
        using var bench = new Workbench(_folder["library"]);
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await bench.AddBatchAsync(1));
        }

        var first = await bench.Batches.ListAsync(null, 3, CancellationToken.None);
        var second = await bench.Batches.ListAsync(first[^1].Id, 3, CancellationToken.None);

        // An id starts with its time; of the same millisecond, none is the newer.
        Assert.Equal(ids.OrderDescending(StringComparer.Ordinal), first.Concat(second).Select(batch => batch.Id));
        Assert.Equal(BatchState.Running, first[0].State);
    }

    [Fact]
    public async Task Priority_and_parallel_limit_may_change_later_but_rows_keep_their_own()
    {
        using var bench = new Workbench(_folder["library"]);
        var batch = await bench.AddBatchAsync(3);
        await bench.Database.ExecuteAsync("update item set priority = 2, settings = @settings where n = 1", new { settings = WorkflowJson.Write(new RowSettings { Priority = 2, Tag = "\"Priority\":null" }) }, CancellationToken.None);

        await bench.Batches.AdjustAsync(batch, 8, null, null, CancellationToken.None);
        await bench.Batches.AdjustAsync(batch, null, 7, "https://example.org", CancellationToken.None);

        Assert.Equal([2, 8, 8], await bench.Database.QueryAsync<int>("select priority from item order by n", null, CancellationToken.None));
        var row = await bench.Batches.GetRowAsync(batch, CancellationToken.None);
        Assert.Equal((8, 7, "https://example.org"), (row.Priority, row.MaxParallel, row.Webhook));
    }

    [Fact]
    public async Task Only_batches_that_ended_long_ago_are_trimmed_and_one_at_a_time()
    {
        using var bench = new Workbench(_folder["library"]);
        var (running, fresh) = (await bench.AddBatchAsync(2), await bench.AddBatchAsync(1));
        await bench.Batches.CancelAsync(fresh, CancellationToken.None);
        foreach (var old in new[] { await bench.AddBatchAsync(2), await bench.AddBatchAsync(2) })
        {
            await bench.Batches.CancelAsync(old, CancellationToken.None);
            await bench.Database.ExecuteAsync("update batch set ended = ended - 864000000 where id = @old", new { old }, CancellationToken.None);
        }

        Assert.Equal((1, 1, 0), (await TrimAsync(), await TrimAsync(), await TrimAsync()));
        Assert.Equal([running, fresh], (await bench.Batches.ListAsync(null, 10, CancellationToken.None)).Select(batch => batch.Id).Order(StringComparer.Ordinal));
        Assert.Equal(3, await bench.Database.FindAsync<long>("select count(*) from item", null, CancellationToken.None));

        Task<int> TrimAsync() => bench.Batches.TrimAsync(TimeSpan.FromDays(9), CancellationToken.None);
    }

    [Fact]
    public async Task An_owner_has_no_more_open_rows_than_allowed()
    {
        using var bench = new Workbench(_folder["library"]);
        var first = await bench.AddBatchAsync(3, maxOpen: 4);
        await bench.AddBatchAsync(4, owner: "ben", maxOpen: 4);

        var failure = await Assert.ThrowsAsync<BelmException>(() => bench.AddBatchAsync(2, maxOpen: 4));

        Assert.Equal(("rows_quota", ErrorKind.LimitExceeded), (failure.Code, failure.Kind));
        await bench.Batches.CancelAsync(first, CancellationToken.None);
        await bench.AddBatchAsync(2, maxOpen: 4);
        Assert.Equal(3, (await bench.Batches.ListAsync(null, 10, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task The_rows_of_a_batch_that_has_ended_are_counted_once_and_anew_when_it_ends_again()
    {
        using var bench = new Workbench(_folder["library"]);
        var batch = await bench.AddBatchAsync(3);
        await bench.Batches.CancelAsync(batch, CancellationToken.None);
        Assert.Equal(3, await CancelledAsync());

        await bench.Database.ExecuteAsync("update item set state = 'failed' where n = 1", null, CancellationToken.None);
        Assert.Equal(3, await CancelledAsync());
        await bench.Database.ExecuteAsync("update batch set ended = ended + 1", null, CancellationToken.None);
        Assert.Equal(2, await CancelledAsync());
        await bench.Batches.RetryAsync(batch, CancellationToken.None);
        Assert.Equal(0, await CancelledAsync());

        async Task<int> CancelledAsync() => Assert.Single(await bench.Batches.ListAsync(null, 10, CancellationToken.None)).Count(BatchItemState.Cancelled);
    }

    [Theory]
    [InlineData(1, 0, 0, 0, null)]
    [InlineData(11, 0, 60_000, 60_000, 10.0)]
    [InlineData(11, 0, 60_000, 600_000, 1.1)]
    [InlineData(2, 5, 5, 5, null)]
    public void The_pace_is_that_of_the_last_edits_and_falls_while_none_ends(long count, long first, long last, long now, double? expected)
    {
        var pace = new BatchPace { Count = count, First = first, Last = last, Now = now };

        Assert.Equal(expected, pace.PerMinute);
        Assert.Equal(expected is { } rate ? (now / 1000.0) + (60 * 33 / rate) : 0, pace.EndOf(33)?.ToUnixTimeMilliseconds() / 1000.0 ?? 0, precision: 1);
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
