using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;
using BelmAgent.Workflows.Batches;
using BelmAgent.Workflows.Options;
using BelmAgent.Workflows.Tests.Doubles;
using BelmAgent.Workflows.Worker;
using BelmAgent.Workflows.Workers;

namespace BelmAgent.Workflows.Tests.Workers;

/// <summary>A worker on one machine: what becomes of an item, whatever its work does.</summary>
public sealed class BatchWorkerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedWork _work = new();
    private readonly Workbench _bench;

    public BatchWorkerTests()
    {
        _bench = new Workbench(_folder["library"], work: _work, options: new WorkflowOptions { Lease = TimeSpan.FromMinutes(5), RetryDelays = [TimeSpan.Zero], Retries = 2 });
        _work.Real = new PausingWork(_bench.Library, TimeSpan.Zero);
    }

    [Fact]
    public async Task Every_row_gets_one_picture()
    {
        var batch = await _bench.AddBatchAsync(3);

        await DrainAsync();
        await _bench.AssertOnceAsync(batch);
    }

    [Fact]
    public async Task A_transient_failure_is_tried_again_and_a_permanent_one_is_not()
    {
        var batch = await _bench.AddBatchAsync(2);
        _work.Next = [() => throw new IOException("The share is gone."), () => throw new BelmException("bad", ErrorKind.InvalidInput, "It is bad", "make it good")];

        await DrainAsync();

        var items = await ItemsAsync(batch);
        Assert.Equal(["succeeded", "failed"], items.Select(item => item.State).OrderDescending(StringComparer.Ordinal));
        Assert.Equal("bad", Assert.Single(items, item => item.State == "failed").ToItem().Error!.Code);
        Assert.Equal(3, _work.Runs);
    }

    [Fact]
    public async Task Transient_failures_end_some_time()
    {
        var batch = await _bench.AddBatchAsync(1);
        _work.Next = [.. Enumerable.Repeat<Action>(() => throw new IOException("The share is gone."), 10)];

        await DrainAsync();

        var item = Assert.Single(await ItemsAsync(batch));
        Assert.Equal(("failed", 3), (item.State, item.Tries));
        Assert.DoesNotContain("share", item.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_cannot_be_used_costs_no_item()
    {
        var batch = await _bench.AddBatchAsync(1);
        _work.Next = [() => throw new BelmException("device_not_usable", ErrorKind.NotUsable, "The device is gone", "look at it")];

        var failure = await Assert.ThrowsAsync<BelmException>(RunNextAsync);

        Assert.Equal("device_not_usable", failure.Code);
        var item = Assert.Single(await ItemsAsync(batch));
        Assert.Equal(("queued", 0), (item.State, item.Tries));
    }

    [Fact]
    public async Task Too_little_memory_is_tried_once_more()
    {
        var batch = await _bench.AddBatchAsync(1);
        _work.Next = [.. Enumerable.Repeat<Action>(() => throw new BelmException("device_memory", ErrorKind.NotUsable, "It is full", "close others"), 10)];

        await DrainAsync();

        Assert.Equal(2, _work.Runs);
        Assert.Equal("failed", Assert.Single(await ItemsAsync(batch)).State);
    }

    [Fact]
    public async Task An_item_that_is_cancelled_before_its_fence_leaves_no_picture()
    {
        var batch = await _bench.AddBatchAsync(3);
        _work.Next = [() => _bench.Batches.CancelAsync(batch, CancellationToken.None).GetAwaiter().GetResult()];

        await DrainAsync();

        Assert.All(await ItemsAsync(batch), item => Assert.Equal("cancelled", item.State));
        Assert.False(Directory.Exists(_bench.Library.Folder));
        Assert.Empty(Directory.GetFiles(_folder["library", "staging"]));
        Assert.Equal(BatchState.Ended, (await _bench.Batches.GetAsync(batch, CancellationToken.None)).State);
    }

    [Theory]
    [InlineData(true, "succeeded", 1)]
    [InlineData(false, "queued", 0)]
    public async Task A_cancelled_row_keeps_the_attempt_that_it_had_finished_and_a_stopped_one_is_done_anew(bool isCancelled, string state, int pictures)
    {
        using var stop = new CancellationTokenSource();
        using var bench = new Workbench(_folder["other"], work: _work, options: new WorkflowOptions { Lease = TimeSpan.FromMilliseconds(300) });
        var batch = await bench.AddBatchAsync(1);
        _work.Real = null;
        _work.Then = async token =>
        {
            await (isCancelled ? bench.Batches.CancelAsync(batch, CancellationToken.None) : stop.CancelAsync());
            await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw new EditStoppedException(await StagedAsync(bench), token);
        };

        await bench.Worker.RunNextAsync(Workbench.Queue, "worker", null, stop.Token);

        var item = Assert.Single(await bench.Batches.PageAsync(batch, null, 0, 100, CancellationToken.None));
        Assert.Equal(state, item.State);
        Assert.Equal(pictures, Directory.Exists(bench.Library.Folder) ? Directory.GetFiles(bench.Library.Folder).Length : 0);
        Assert.Empty(Directory.GetFiles(_folder["other", "staging"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_holder_that_passed_the_fence_in_the_moment_of_the_sweep_keeps_its_item(bool isCancelled)
    {
        var batch = await _bench.AddBatchAsync(1);
        var claimed = (await _bench.Leases.ClaimAsync(Workbench.Queue, "slow", null, CancellationToken.None))!;
        var staged = await _work.Real!.RunAsync(claimed, null, CancellationToken.None);
        await _bench.Leases.ExpireAsync("slow", CancellationToken.None);
        // The sweep has read the item when its holder comes back.
        var read = Assert.Single(await ItemsAsync(batch));
        Assert.True(await _bench.Leases.FenceAsync(claimed.Item, staged, isCancelled, CancellationToken.None));
        await _bench.Database.InTransactionAsync(
            async statements =>
            {
                await _bench.Leases.TakeAwayAsync(statements, read);
                return 0;
            },
            isExclusive: true, CancellationToken.None);

        // The answer to the first call may have been lost.
        Assert.True(await _bench.Leases.FenceAsync(claimed.Item, staged, isCancelled, CancellationToken.None));
        await _bench.Library.PublishAsync(staged.ImageId, CancellationToken.None);
        Assert.True(await _bench.Leases.SucceedAsync(claimed.Item, CancellationToken.None));
        Assert.False(await _bench.Leases.FenceAsync(claimed.Item, staged, isCancelled, CancellationToken.None));
        await _bench.AssertOnceAsync(batch);
    }

    [Fact]
    public async Task Failed_and_cancelled_rows_can_be_retried()
    {
        var batch = await _bench.AddBatchAsync(3);
        _work.Next = [() => throw new BelmException("bad", ErrorKind.InvalidInput, "It is bad", "make it good")];
        await RunNextAsync();
        await _bench.Batches.CancelAsync(batch, CancellationToken.None);

        Assert.Equal(3, await _bench.Batches.RetryAsync(batch, CancellationToken.None));

        await DrainAsync();
        await _bench.AssertOnceAsync(batch);
    }

    [Fact]
    public async Task An_item_whose_worker_dies_again_and_again_fails_and_lets_others_pass_before()
    {
        var batch = await _bench.AddBatchAsync(2);
        var order = new List<int>();
        for (var i = 0; i < 6 && await _bench.Leases.ClaimAsync(Workbench.Queue, "dying", null, CancellationToken.None) is { } claimed; i++)
        {
            order.Add(claimed.Item.N);
            await _bench.Leases.ExpireAsync("dying", CancellationToken.None);
            await _bench.Worker.SweepAsync(CancellationToken.None);
        }

        Assert.Equal([1, 2, 1, 2, 1, 2], order);
        Assert.All(await ItemsAsync(batch), item => Assert.Equal(("failed", "worker_died"), (item.State, item.ToItem().Error!.Code)));
    }

    [Fact]
    public async Task A_running_batch_is_deserted_while_no_worker_of_its_queue_was_seen()
    {
        var batch = await _bench.AddBatchAsync(1);
        Assert.Equal([Workbench.Queue], await DesertedAsync());

        await _bench.Registry.SeenAsync(_bench.Identity() with { Queue = "m-other" }, CancellationToken.None);
        Assert.Equal([Workbench.Queue], await DesertedAsync());
        await _bench.Registry.SeenAsync(_bench.Identity(), CancellationToken.None);
        Assert.Empty(await DesertedAsync());
        await _bench.Database.ExecuteAsync("update worker set seen = seen - 120000", null, CancellationToken.None);
        Assert.Equal([Workbench.Queue], await DesertedAsync());
        await _bench.Batches.PauseAsync(batch, isPaused: true, CancellationToken.None);
        Assert.Empty(await DesertedAsync());

        Task<IReadOnlyList<string>> DesertedAsync() => _bench.Registry.FindDesertedAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
    }

    [Fact]
    public async Task An_item_is_lost_when_its_lease_has_ended_and_not_while_another_process_works_on_it()
    {
        await _bench.AddBatchAsync(1);
        Assert.NotNull(await _bench.Leases.ClaimAsync(Workbench.Queue, "elsewhere", null, CancellationToken.None));
        Assert.Empty(await _bench.Leases.FindLostAsync(CancellationToken.None));

        await _bench.Leases.ExpireAsync("elsewhere", CancellationToken.None);
        Assert.Equal([Workbench.Queue], await _bench.Leases.FindLostAsync(CancellationToken.None));
    }

    [Fact]
    public async Task The_same_work_is_done_once()
    {
        var batch = await _bench.AddBatchAsync(3);
        await _bench.Database.ExecuteAsync(
            "update item set state = 'waiting', same_as = (select id from item where n = 1) where n > 1", null, CancellationToken.None);

        await DrainAsync();

        var items = await ItemsAsync(batch);
        Assert.Equal(["succeeded", "skipped", "skipped"], items.Select(item => item.State));
        Assert.Single(items.Select(item => item.ImageId).Distinct());
        Assert.Single(Directory.GetFiles(_bench.Library.Folder));
        Assert.True((await _bench.Batches.GetAsync(batch, CancellationToken.None)).HasSucceeded);
    }

    [Fact]
    public async Task What_a_killed_process_held_is_free_again_as_soon_as_another_starts()
    {
        var batch = await _bench.AddBatchAsync(2);
        using (var killed = new WorkerProcess(_folder["library"], null, polls: true, 60_000))
        {
            killed.WaitFor("claimed");
            // As long as it lives, nobody takes it away.
            using var early = new CancellationTokenSource();
            var running = _bench.Host.RunAsync(_bench.Identity(), onlyBatch: null, early.Token);
            await Task.Delay(300);
            await early.CancelAsync();
            await running;
            Assert.Contains(await ItemsAsync(batch), item => item.State == "running");
            killed.Kill();
            killed.WaitForExit();
            // The lease was taken with the process' own, short one; this one must not wait even for a long one.
            await _bench.Database.ExecuteAsync("update item set lease_until = lease_until + 600000 where state = 'running'", null, CancellationToken.None);
        }

        using var stop = new CancellationTokenSource();
        var host = _bench.Host.RunAsync(_bench.Identity(), onlyBatch: null, stop.Token);
        await _bench.AssertOnceAsync(batch);
        await stop.CancelAsync();
        await host;
    }

    public void Dispose()
    {
        _bench.Dispose();
        _folder.Dispose();
    }

    private static async Task<EditResult> StagedAsync(Workbench bench) => new()
    {
        Picture = await bench.Library.StageAsync(RgbImage.Filled(8, 8, RgbColor.Grey), new PictureRecipe { Kind = PictureKind.Generated }),
        Plan = new EditPlan { SourcePrompt = "day", TargetPrompt = "night" },
        Measures = new PictureComparison { Psnr = 30, BackgroundPsnr = 40, Ssim = 0.9, ChangedFraction = 0.1 },
        Check = new EditCheck { Expected = "night" },
        UnetEvaluations = 1,
        Seconds = 1,
        Provider = "cpu",
    };

    private Task<IReadOnlyList<ItemRow>> ItemsAsync(string batch) => _bench.Batches.PageAsync(batch, null, 0, 100, CancellationToken.None);

    private Task<string?> RunNextAsync() => _bench.Worker.RunNextAsync(Workbench.Queue, "worker", null, CancellationToken.None);

    private async Task DrainAsync()
    {
        while (await RunNextAsync() is not null)
        {
        }
    }

    private sealed class ScriptedWork : IItemWork
    {
        public List<Action> Next { get; set; } = [];

        public PausingWork? Real { get; set; }

        public Func<CancellationToken, Task>? Then { get; set; }

        public int Runs { get; private set; }

        public async Task<StagedEdit> RunAsync(ClaimedItem claimed, IProgress<EditProgress>? progress, CancellationToken cancellationToken)
        {
            Runs++;
            if (Next is [var action, ..])
            {
                Next.RemoveAt(0);
                action();
            }

            await (Then?.Invoke(cancellationToken) ?? Task.CompletedTask);
            return await Real!.RunAsync(claimed, progress, cancellationToken);
        }
    }
}
