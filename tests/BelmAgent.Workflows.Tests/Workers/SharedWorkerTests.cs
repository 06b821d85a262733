using BelmAgent.Workflows.Batches;
using BelmAgent.Workflows.Tests.Doubles;
using BelmAgent.Workflows.Worker;

namespace BelmAgent.Workflows.Tests.Workers;

/// <summary>Several worker processes on PostgreSQL, brought news by Hangfire: whatever happens to them, each row ends once with one picture.</summary>
public sealed class SharedWorkerTests(PostgreSqlServer server, ITestOutputHelper output) : IClassFixture<PostgreSqlServer>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_killed_workers_item_is_done_by_another()
    {
        using var bench = await BenchAsync();
        var batch = await bench.AddBatchAsync(6);
        using var first = Start(bench, pause: 400);
        using var second = Start(bench, pause: 400);
        first.WaitFor("claimed");
        first.Kill();

        await bench.AssertOnceAsync(batch);
    }

    [Fact]
    public async Task What_users_ask_of_a_batch_works_on_a_server_as_in_a_file()
    {
        using var bench = await BenchAsync();
        var batch = await bench.AddBatchAsync(4, images: new Dictionary<string, string> { ["1.png"] = "img_1jf3k9x2ma7bqpz" });
        Assert.Equal("img_1jf3k9x2ma7bqpz", await bench.Database.FindAsync<string>("select image_id from source", null, CancellationToken.None));
        await bench.Batches.AdjustAsync(batch, 8, 7, null, CancellationToken.None);
        for (var i = 0; i < 3; i++)
        {
            await bench.Worker.RunNextAsync(Workbench.Queue, "worker", null, CancellationToken.None);
        }

        var running = await bench.Batches.GetAsync(batch, CancellationToken.None);
        Assert.Equal((8, 7, 3, true), (running.Priority, running.MaxParallel, running.Count(BatchItemState.Succeeded), running.ExpectedEnd > DateTimeOffset.UnixEpoch));
        await bench.Batches.CancelAsync(batch, CancellationToken.None);
        Assert.Equal(1, (await bench.Batches.GetAsync(batch, CancellationToken.None)).Retriable);
        Assert.Empty(await bench.Batches.UnplannedUploadsAsync(CancellationToken.None));
        Assert.Empty(await bench.Registry.FindDesertedAsync(TimeSpan.FromMinutes(1), CancellationToken.None));
        Assert.Empty(await bench.Leases.FindLostAsync(CancellationToken.None));
        Assert.Equal(0, await bench.Batches.TrimAsync(TimeSpan.FromDays(1), CancellationToken.None));
        Assert.Equal(1, await bench.Batches.TrimAsync(-TimeSpan.FromDays(1), CancellationToken.None));
        Assert.Empty(await bench.Batches.ListAsync(null, 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_worker_may_die_between_any_two_steps_of_publishing()
    {
        using var bench = await BenchAsync();
        var batch = await bench.AddBatchAsync(4);
        foreach (var point in new[] { "staged", "fenced", "published" })
        {
            using var dying = Start(bench, pause: 0, point);
            dying.WaitFor(point);
            dying.WaitForExit();
        }

        using var other = Start(bench, pause: 0);
        await bench.AssertOnceAsync(batch);
    }

    [Fact]
    public async Task A_frozen_worker_comes_back_after_its_lease_and_changes_nothing()
    {
        using var bench = await BenchAsync();
        var batch = await bench.AddBatchAsync(3);
        using var frozen = Start(bench, pause: 1500);
        frozen.WaitFor("claimed");
        frozen.Freeze();
        using var other = Start(bench, pause: 300);
        // The frozen one's item is the last that can end.
        other.WaitFor("claimed");
        await bench.EndAsync(batch);
        frozen.Thaw();
        frozen.Stop();

        await bench.AssertOnceAsync(batch);
        Assert.Equal(1, (await bench.Batches.PageAsync(batch, null, 0, 10, CancellationToken.None)).Count(item => item.Epoch > 1));
    }

    [Fact]
    public async Task A_worker_that_is_asked_to_end_gives_its_item_back_at_once()
    {
        using var bench = await BenchAsync();
        var batch = await bench.AddBatchAsync(1);
        using (var worker = Start(bench, pause: 60_000))
        {
            worker.WaitFor("claimed");
            Assert.Equal(0, worker.Stop());
        }

        var item = Assert.Single(await bench.Batches.PageAsync(batch, null, 0, 10, CancellationToken.None));
        Assert.Equal(("queued", 0, 0), (item.State, item.Tries, item.Deaths));
        Assert.Empty(await bench.Registry.ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task The_server_may_crash_in_the_middle_of_items()
    {
        using var bench = await BenchAsync();
        var batch = await bench.AddBatchAsync(6);
        using var first = Start(bench, pause: 500);
        using var second = Start(bench, pause: 500);
        first.WaitFor("claimed");
        await server.CrashAsync();

        await bench.AssertOnceAsync(batch);
    }

    [Fact]
    public async Task Jobs_that_are_delivered_too_often_do_no_harm()
    {
        using var bench = await BenchAsync();
        var batch = await bench.AddBatchAsync(2);
        for (var i = 0; i < 3; i++)
        {
            await bench.Carrier.NotifyAsync(Workbench.Queue, 16, CancellationToken.None);
        }

        using var first = Start(bench, pause: 50);
        using var second = Start(bench, pause: 50);
        await bench.AssertOnceAsync(batch);
    }

    [Theory]
    [InlineData(17)]
    public async Task Random_kills_and_freezes_leave_every_row_done_once(int seed)
    {
#pragma warning disable CA5394 // The seed makes the run the same again.
        using var bench = await BenchAsync();
        var random = new Random(seed);
        var batches = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            // Rows of its own, so that there is work in each round however fast the last one was.
            batches.AddRange([await bench.AddBatchAsync(3, "ann", 2), await bench.AddBatchAsync(2, "ben", 1)]);
            using var first = Start(bench, pause: random.Next(20, 200));
            using var second = Start(bench, pause: random.Next(20, 200));
            var busy = WorkerProcess.WaitForAny("claimed", first, second);
            await Task.Delay(random.Next(0, 400));
            if (random.Next(2) == 0)
            {
                busy.Freeze();
                await Task.Delay(random.Next(0, 400));
            }
        }
#pragma warning restore CA5394

        using var last = Start(bench, pause: 0);
        await bench.AssertOnceAsync([.. batches]);
    }

    /// <summary>Run it with <c>-explicit only</c>: how long rows take without work in them, by Hangfire and by looking at the rows.</summary>
    [Fact(Explicit = true)]
    public async Task Carriers_compared()
    {
        const int Rows = 200;
        for (var round = 0; round < 6; round++)
        {
            var polls = round % 2 == 1;
            using var bench = new Workbench(_folder[$"library{round}"], await server.CreateDatabaseAsync(), polls: polls);
            using var worker = new WorkerProcess(_folder[$"library{round}"], bench.Connection, polls, 0);
            worker.WaitFor("ready");
            await bench.AddBatchAsync(5);
            worker.WaitFor("published");
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            await bench.EndAsync(await bench.AddBatchAsync(Rows));
            output.WriteLine(FormattableString.Invariant($"{(polls ? "polling" : "Hangfire")}: {System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds / Rows:0.0} ms a row"));
        }
    }

    public void Dispose() => _folder.Dispose();

    private static WorkerProcess Start(Workbench bench, int pause, string? diesAt = null) =>
        new(Path.GetDirectoryName(bench.Library.Folder)!, bench.Connection, polls: false, pause, diesAt);

    private async Task<Workbench> BenchAsync()
    {
        Assert.SkipUnless(server.IsAvailable, PostgreSqlServer.Missing);
        return new Workbench(_folder["library"], await server.CreateDatabaseAsync());
    }
}
