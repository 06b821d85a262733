using System.Text;
using BelmAgent.Imaging.Files;
using BelmAgent.Workflows.Batches;
using BelmAgent.Workflows.Storage;

namespace BelmAgent.Workflows.Results;

/// <summary>Writes the results of a batch into its folder: pictures and lines while it runs, table, contact sheet and summary when it ends.</summary>
/// <remarks>One at a time per folder, which a lock file ensures; the system releases it when the process ends, however it ends.</remarks>
internal sealed class ResultWriter : IDisposable
{
    /// <summary>One line for each row that has ended.</summary>
    public const string Lines = "results.jsonl";

    private const string Table = "results.csv";
    private const string Summary = "summary.json";
    private const int PageSize = 200;

    private readonly BatchStore _batches;
    private readonly ResultPictures _pictures;
    private readonly string _batchId;
    private readonly string _folder;
    private readonly FileStream _lock;

    private ResultWriter(BatchStore batches, ResultPictures pictures, string batchId, string folder, FileStream guard) =>
        (_batches, _pictures, _batchId, _folder, _lock) = (batches, pictures, batchId, folder, guard);

    /// <summary>Opens the folder of a batch, and brings it up to date.</summary>
    /// <exception cref="BelmException"><c>output_in_use</c>: another process writes there. <c>output</c>: it cannot be written to.</exception>
    public static async Task<ResultWriter> OpenAsync(BatchStore batches, ResultPictures pictures, BatchRow batch, CancellationToken cancellationToken)
    {
        var writer = new ResultWriter(batches, pictures, batch.Id, batch.Output, Lock(batch.Output));
        try
        {
            await writer.RewriteLinesAsync(cancellationToken);
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Checks that a folder can be written to, and by this process alone.</summary>
    public static void Check(string folder) => Lock(folder).Dispose();

    /// <summary>Writes what has ended since the last call.</summary>
    /// <returns>The number of rows.</returns>
    public async Task<int> DeliverAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        while (await _batches.UndeliveredAsync(_batchId, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            var lines = new StringBuilder();
            foreach (var row in page)
            {
                lines.Append(WorkflowJson.Write(await DeliverAsync(row, cancellationToken))).Append('\n');
            }

            await File.AppendAllTextAsync(Path.Combine(_folder, Lines), lines.ToString(), cancellationToken);
            await _batches.DeliveredAsync([.. page.Select(row => row.Id)], cancellationToken);
            count += page.Count;
        }

        return count;
    }

    /// <summary>Writes all that is written at the end.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await RewriteLinesAsync(cancellationToken);
        await WriteAsync(Table, (stream, token) => ResultText.WriteTableAsync(stream, ItemsAsync(token), token), cancellationToken);
        await new ContactSheet(_pictures, await _batches.GetAsync(_batchId, cancellationToken)).WriteAsync(_folder, ItemsAsync(cancellationToken), cancellationToken);
        var summary = Encoding.UTF8.GetBytes(WorkflowJson.Write(await _batches.GetAsync(_batchId, cancellationToken)) + "\n");
        await WriteAsync(Summary, (stream, token) => stream.WriteAsync(summary, token).AsTask(), cancellationToken);
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, ".belm-lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.None);
        }
        catch (IOException exception) when (File.Exists(Path.Combine(folder, ".belm-lock")))
        {
            throw new BelmException("output_in_use", ErrorKind.Unavailable, $"Another process writes results into '{folder}'", "wait for its end, or name another folder with --out", exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new BelmException("output", ErrorKind.InvalidInput, $"The folder '{folder}' cannot be written to", "name another with --out", exception);
        }
    }

    private Task RewriteLinesAsync(CancellationToken cancellationToken) =>
        WriteAsync(Lines, (stream, token) => ResultText.WriteLinesAsync(stream, DeliveredAsync(token), token), cancellationToken);

    private async IAsyncEnumerable<BatchItem> DeliveredAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in _batches.EndedAsync(_batchId, cancellationToken))
        {
            yield return await DeliverAsync(row, cancellationToken);
            if (row.Delivered == 0)
            {
                await _batches.DeliveredAsync([row.Id], cancellationToken);
            }
        }
    }

    private async Task<BatchItem> DeliverAsync(ItemRow row, CancellationToken cancellationToken)
    {
        var item = row.ToItem();
        return item.Output is { } output && !await _pictures.DeliverAsync(item.ImageId!, Path.Combine(_folder, output), cancellationToken) ? item with { Output = null } : item;
    }

    private IAsyncEnumerable<BatchItem> ItemsAsync(CancellationToken cancellationToken) => _batches.EndedAsync(_batchId, cancellationToken).Select(row => row.ToItem());

    private Task WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(Path.Combine(_folder, name), write, cancellationToken);
}
