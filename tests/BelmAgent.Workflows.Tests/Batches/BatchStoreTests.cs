using System.Diagnostics;
using BelmAgent.Workflows.Batches;
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
        Assert.Equal(1, await after.Database.FindAsync<long>("select count(*) from belm_schema", null, CancellationToken.None));
    }

    [Fact]
    public async Task Batches_are_listed_page_by_page_newest_first()
    {
        using var bench = new Workbench(_folder["library"]);
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Insert(0, await bench.AddBatchAsync(1));
        }

        var first = await bench.Batches.ListAsync(null, 3, CancellationToken.None);
        var second = await bench.Batches.ListAsync(first[^1].Id, 3, CancellationToken.None);

        Assert.Equal(ids, first.Concat(second).Select(batch => batch.Id).OrderDescending(StringComparer.Ordinal));
        Assert.Equal(BatchState.Running, first[0].State);
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
