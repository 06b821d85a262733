using BelmAgent.Workflows.Tests.Doubles;
using BelmAgent.Workflows.Worker;
using BelmAgent.Workflows.Workers;

namespace BelmAgent.Workflows.Tests.Workers;

/// <summary>Which item is next: by priority, then by the owner who has waited longest, within the limit of each batch.</summary>
public sealed class FairnessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Workbench _bench;

    public FairnessTests() => _bench = new Workbench(_folder["library"]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_large_batch_holds_back_the_items_of_another_owner_by_its_parallel_limit_at_most(int maxParallel)
    {
        await _bench.AddBatchAsync(1000, "ann", maxParallel);
        var held = new Queue<ClaimedItem>();
        for (var i = 0; i < maxParallel; i++)
        {
            held.Enqueue((await ClaimAsync())!);
        }

        await _bench.AddBatchAsync(5, "ben", maxParallel);
        var order = new List<string>();
        while (order.Count(owner => owner == "ben") < 5)
        {
            // A place is free as soon as one of the items in work ends.
            await EndAsync(held.Dequeue());
            held.Enqueue((await ClaimAsync())!);
            order.Add(held.Last().Batch.Owner);
        }

        var between = string.Concat(order.Select(owner => owner[0])).Split('b');
        Assert.All(between, others => Assert.InRange(others.Length, 0, maxParallel));
        Assert.InRange(order.Count(owner => owner == "ann"), 0, 5 * maxParallel);
    }

    [Fact]
    public async Task Interactive_items_pass_batches()
    {
        await _bench.AddBatchAsync(10, "ann");
        await _bench.AddBatchAsync(10, "ben");
        await ClaimAsync();
        await _bench.AddBatchAsync(1, "cid", priority: 9);

        Assert.Equal("cid", (await ClaimAsync())!.Batch.Owner);
    }

    [Fact]
    public async Task Three_owners_take_turns()
    {
        foreach (var owner in new[] { "ann", "ben", "cid" })
        {
            await _bench.AddBatchAsync(4, owner);
        }

        var order = new List<string>();
        for (var i = 0; i < 9; i++)
        {
            order.Add((await ClaimAsync())!.Batch.Owner);
        }

        Assert.All(order.Chunk(3), turn => Assert.Equal(["ann", "ben", "cid"], turn.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task No_more_items_of_a_batch_are_in_work_than_its_limit()
    {
        await _bench.AddBatchAsync(5, maxParallel: 2);

        Assert.NotNull(await ClaimAsync());
        var second = await ClaimAsync();
        Assert.NotNull(second);
        Assert.Null(await ClaimAsync());
        await EndAsync(second);
        Assert.NotNull(await ClaimAsync());
    }

    [Fact]
    public async Task A_paused_batch_begins_nothing()
    {
        var batch = await _bench.AddBatchAsync(2);
        await _bench.Batches.PauseAsync(batch, isPaused: true, CancellationToken.None);
        Assert.Null(await ClaimAsync());

        await _bench.Batches.PauseAsync(batch, isPaused: false, CancellationToken.None);
        Assert.NotNull(await ClaimAsync());
    }

    public void Dispose()
    {
        _bench.Dispose();
        _folder.Dispose();
    }

    private Task<ClaimedItem?> ClaimAsync() => _bench.Leases.ClaimAsync(Workbench.Queue, "worker", null, CancellationToken.None);

    private async Task EndAsync(ClaimedItem claimed) =>
        Assert.True(await _bench.Leases.FailAsync(claimed.Item, new("test", "Ended."), CancellationToken.None));
}
