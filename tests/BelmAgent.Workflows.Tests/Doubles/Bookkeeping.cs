using BelmAgent.Workflows.Batches;
using BelmAgent.Workflows.Worker;

namespace BelmAgent.Workflows.Tests.Doubles;

/// <summary>What must hold at the end of batches, whatever happened on the way.</summary>
internal static class Bookkeeping
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Waits for the end of batches.</summary>
    public static async Task<IReadOnlyList<Batch>> EndAsync(this Workbench bench, params string[] batchIds)
    {
        using var limit = new CancellationTokenSource(Patience);
        var batches = new List<Batch>();
        foreach (var id in batchIds)
        {
            Batch batch;
            while ((batch = await InsistAsync(() => bench.Batches.GetAsync(id, CancellationToken.None))).State != BatchState.Ended)
            {
                Assert.False(limit.IsCancellationRequested, $"{id} did not end: {string.Join(", ", batch.Rows)}");
                await Task.Delay(50);
            }

            batches.Add(batch);
        }

        return batches;
    }

    /// <summary>Asserts that every row succeeded and has one picture, and that there is no other picture.</summary>
    public static async Task AssertOnceAsync(this Workbench bench, params string[] batchIds)
    {
        foreach (var batch in await bench.EndAsync(batchIds))
        {
            Assert.Equal(batch.Total, batch.Count(BatchItemState.Succeeded));
        }

        var named = await bench.Database.QueryAsync<string>("select image_id from item where state = 'succeeded'", null, CancellationToken.None);
        var there = Directory.GetFiles(bench.Library.Folder).Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(named.Order(StringComparer.Ordinal), there.Order(StringComparer.Ordinal));
    }

    // The server may be starting again.
    private static async Task<T> InsistAsync<T>(Func<Task<T>> read)
    {
        while (true)
        {
            try
            {
                return await read();
            }
            catch (BelmException exception) when (exception.Kind == ErrorKind.Unavailable)
            {
                await Task.Delay(100);
            }
        }
    }
}
