using System.Diagnostics;
using System.Runtime.CompilerServices;
using BelmAgent.Editing.Library;
using BelmAgent.Imaging.Files;
using BelmAgent.Workflows.Batches;
using BelmAgent.Workflows.Manifests;
using BelmAgent.Workflows.Options;
using BelmAgent.Workflows.Planning;
using BelmAgent.Workflows.Results;
using BelmAgent.Workflows.Storage;
using BelmAgent.Workflows.Webhooks;
using BelmAgent.Workflows.Workers;

namespace BelmAgent.Workflows;

/// <inheritdoc cref="IBatchService"/>
internal sealed class BatchService(BatchStore batches, BatchPlanning planning, BatchWork work, ResultPictures pictures, WorkerRegistry registry, WebhookSender webhooks) : IBatchService
{
    private const int PageSize = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public async Task<Batch> PlanAsync(BatchRequest request, IProgress<Batch>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Webhook is { } webhook)
        {
            await webhooks.CheckAsync(webhook, cancellationToken);
        }

        return await planning.PlanAsync(request, progress, cancellationToken);
    }

    public async Task<Batch> CreateAsync(BatchUpload upload, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        if (upload.Webhook is { } webhook)
        {
            await webhooks.CheckAsync(webhook, cancellationToken);
        }

        return await planning.CreateAsync(upload, cancellationToken);
    }

    public async Task<Batch> PlanAsync(string batchId, IProgress<Batch>? progress, CancellationToken cancellationToken) =>
        await planning.PlanAsync(await batches.GetRowAsync(batchId, cancellationToken), progress, cancellationToken);

    public async Task<Batch> ApproveAsync(string batchId, string planHash, string by, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(planHash);
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        await batches.GetRowAsync(batchId, cancellationToken);
        await batches.ApproveAsync(batchId, planHash, by, cancellationToken);
        return await NotifiedAsync(batchId, cancellationToken);
    }

    public async Task<Batch> RunAsync(string batchId, IProgress<Batch>? progress, CancellationToken cancellationToken)
    {
        var row = await batches.GetRowAsync(batchId, cancellationToken);
        using var results = await ResultWriter.OpenAsync(batches, pictures, row, cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var working = batches.Database.IsShared ? Task.Delay(Timeout.Infinite, end.Token) : work.RunAsync(row.Queue, batchId, end.Token);
        try
        {
            await FollowAsync(batchId, results, working, progress, cancellationToken);
        }
        finally
        {
            await end.CancelAsync();
            await working.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        Batch? ended = null;
        for (var start = Stopwatch.GetTimestamp(); ended is null;)
        {
            try
            {
                await results.FinishAsync(cancellationToken);
                await webhooks.SendAsync(cancellationToken);
                ended = await batches.GetAsync(batchId, cancellationToken);
            }
            catch (BelmException exception) when (exception.Kind == ErrorKind.Unavailable && Stopwatch.GetElapsedTime(start) < Patience)
            {
                // The database may be starting again, and the work is done.
                await Task.Delay(Pause, cancellationToken);
            }
        }

        return ended;
    }

    public async Task<Batch> WriteResultsAsync(string batchId, CancellationToken cancellationToken)
    {
        using var results = await ResultWriter.OpenAsync(batches, pictures, await batches.GetRowAsync(batchId, cancellationToken), cancellationToken);
        await results.FinishAsync(cancellationToken);
        return await batches.GetAsync(batchId, cancellationToken);
    }

    public async Task WriteResultsAsync(string batchId, BatchResultForm form, Stream target, int page, CancellationToken cancellationToken)
    {
        var batch = await batches.GetAsync(batchId, cancellationToken);
        // Whoever reads this elsewhere need not know in which folders the files of a command's manifest lie.
        var rows = batches.EndedAsync(batchId, cancellationToken).Select(row => row.ToItem()).Select(item => item with { Image = Path.GetFileName(item.Image.Replace('\\', '/')) });
        switch (form)
        {
            case BatchResultForm.Sheet:
                var sheet = new ContactSheet(pictures, batch);
                await sheet.WriteAsync(target, Math.Clamp(page, 1, sheet.Pages), rows.Skip((Math.Clamp(page, 1, sheet.Pages) - 1) * ContactSheet.PageRows), cancellationToken);
                break;
            case BatchResultForm.Table:
                await ResultText.WriteTableAsync(target, rows, cancellationToken);
                break;
            default:
                await ResultText.WriteLinesAsync(target, rows, cancellationToken);
                break;
        }
    }

    public Task<Batch> GetAsync(string batchId, CancellationToken cancellationToken) => batches.GetAsync(batchId, cancellationToken);

    public async Task<Batch?> FindAsync(string output, CancellationToken cancellationToken) =>
        await batches.FindByOutputAsync(RealPath.Resolve(output), cancellationToken) is { } row ? await batches.GetAsync(row.Id, cancellationToken) : null;

    public Task<IReadOnlyList<Batch>> ListAsync(string? before, int limit, CancellationToken cancellationToken) =>
        batches.ListAsync(before, Math.Clamp(limit, 1, 1000), cancellationToken);

    public async IAsyncEnumerable<BatchItem> ListItemsAsync(string batchId, BatchItemState? state, int after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await batches.GetRowAsync(batchId, cancellationToken);
        var name = state is { } wanted ? WorkflowJson.NameOf(wanted) : null;
        while (await batches.PageAsync(batchId, name, after, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var row in page)
            {
                yield return row.ToItem();
            }

            after = page[^1].N;
        }
    }

    public async IAsyncEnumerable<Batch> WatchAsync(string batchId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Batch? last = null;
        while (last?.State != BatchState.Ended)
        {
            var now = await batches.GetAsync(batchId, cancellationToken);
            if (last is null || last.State != now.State || last.PlanHash != now.PlanHash || last.Rows.Count != now.Rows.Count || last.Rows.Except(now.Rows).Any())
            {
                yield return now;
            }

            last = now;
            if (now.State != BatchState.Ended)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    public async Task<Batch> PauseAsync(string batchId, CancellationToken cancellationToken)
    {
        await batches.PauseAsync(batchId, isPaused: true, cancellationToken);
        return await batches.GetAsync(batchId, cancellationToken);
    }

    public async Task<Batch> ResumeAsync(string batchId, CancellationToken cancellationToken)
    {
        await batches.PauseAsync(batchId, isPaused: false, cancellationToken);
        return await NotifiedAsync(batchId, cancellationToken);
    }

    public async Task<Batch> CancelAsync(string batchId, CancellationToken cancellationToken)
    {
        await batches.CancelAsync(batchId, cancellationToken);
        return await batches.GetAsync(batchId, cancellationToken);
    }

    public async Task<Batch> RetryAsync(string batchId, CancellationToken cancellationToken)
    {
        await batches.RetryAsync(batchId, cancellationToken);
        return await NotifiedAsync(batchId, cancellationToken);
    }

    public Task<IReadOnlyList<WorkerInfo>> ListWorkersAsync(CancellationToken cancellationToken) => registry.ListAsync(cancellationToken);

    public Task<QueueHealth> GetHealthAsync(string? queue, CancellationToken cancellationToken) => registry.HealthAsync(queue, cancellationToken);

    public Task WorkAsync(Action<WorkerInfo>? started, CancellationToken cancellationToken) => work.RunAsync(started, cancellationToken);

    private async Task FollowAsync(string batchId, ResultWriter results, Task working, IProgress<Batch>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(await batches.GetAsync(batchId, cancellationToken));
        var answered = Stopwatch.GetTimestamp();
        for (var isEnded = false; !isEnded;)
        {
            await Task.WhenAny(working, Task.Delay(Pause, cancellationToken));
            try
            {
                // What ended before a stop is written, too.
                var delivered = await results.DeliverAsync(CancellationToken.None);
                cancellationToken.ThrowIfCancellationRequested();
                if (working.IsCompleted)
                {
                    await working;
                }

                var batch = await batches.GetAsync(batchId, cancellationToken);
                (isEnded, answered) = (batch.State == BatchState.Ended, Stopwatch.GetTimestamp());
                if (delivered > 0)
                {
                    progress?.Report(batch);
                }
            }
            catch (BelmException exception) when (exception.Kind == ErrorKind.Unavailable && !working.IsCompleted && Stopwatch.GetElapsedTime(answered) < Patience)
            {
                // The database may be starting again.
            }
        }
    }

    private async Task<Batch> NotifiedAsync(string batchId, CancellationToken cancellationToken)
    {
        var batch = await batches.GetAsync(batchId, cancellationToken);
        await work.NotifyAsync(batch.Queue, (await registry.HealthAsync(batch.Queue, cancellationToken)).Ready, cancellationToken);
        return batch;
    }
}

/// <summary>Makes a batch of a manifest and plans it.</summary>
internal sealed class BatchPlanning(BatchStore batches, BatchPlanner planner, WorkerModel model, PathGuard paths, LibraryId ids, WorkflowOptions options)
{
    private const int ReportEvery = 10;
    private const int DefaultPriority = 5;
    private const int MaxName = 120;

    public async Task<Batch> PlanAsync(BatchRequest request, IProgress<Batch>? progress, CancellationToken cancellationToken)
    {
        var manifest = ManifestReader.Open(paths.Resolve(request.Manifest), request.Request);
        var output = paths.Resolve(request.Output);
        ResultWriter.Check(output);
        return await PlanAsync(await FindOrCreateAsync(manifest, output, request, cancellationToken), progress, cancellationToken);
    }

    public async Task<Batch> PlanAsync(BatchRow batch, IProgress<Batch>? progress, CancellationToken cancellationToken)
    {
        var source = WorkflowJson.Read<ManifestSource>(batch.Manifest);
        var done = 0;
        await planner.PlanAsync(
            batch, source.Folder, source.IsAnew,
            async () =>
            {
                if (++done % ReportEvery == 0 && progress is not null)
                {
                    progress.Report(await batches.GetAsync(batch.Id, cancellationToken));
                }
            },
            cancellationToken);
        return await batches.GetAsync(batch.Id, cancellationToken);
    }

    /// <summary>Makes a batch of a manifest that was sent; its folder in the library is there only if somebody writes results into it.</summary>
    public async Task<Batch> CreateAsync(BatchUpload upload, CancellationToken cancellationToken)
    {
        var manifest = await ManifestReader.OpenAsync(upload.Manifest, upload.IsTable, upload.Name, upload.Request, upload.Images, cancellationToken);
        var id = ids.Next(BatchStore.BatchPrefix);
        var batch = new BatchRow
        {
            Id = id,
            Owner = upload.Owner,
            Name = Shown(manifest.Name),
            Priority = Math.Clamp(upload.Priority, 1, 9),
            MaxParallel = Math.Clamp(upload.MaxParallel ?? options.MaxParallel, 1, 1000),
            Queue = model.Queue,
            ModelHash = model.Hash,
            Fingerprint = WorkflowJson.Hash($"{await manifest.FingerprintAsync(cancellationToken)}\n{model.Hash}"),
            Manifest = WorkflowJson.Write(new ManifestSource(manifest.Folder, IsAnew: false)),
            Output = Path.Combine(paths.Roots[0], "batches", id),
            Webhook = upload.Webhook,
        };
        await batches.CreateAsync(batch, manifest.ReadAsync(cancellationToken), Limits, upload.Images, cancellationToken);
        return await batches.GetAsync(id, cancellationToken);
    }

    private static string Shown(string name) => string.Concat(name.Where(c => !char.IsControl(c)).Take(MaxName)).Trim() is { Length: > 0 } shown ? shown : "batch";

    private RowLimits Limits => new(options.MaxRows, options.MaxRowsPerOwner);

    private async Task<BatchRow> FindOrCreateAsync(ManifestReader manifest, string output, BatchRequest request, CancellationToken cancellationToken)
    {
        var fingerprint = WorkflowJson.Hash($"{await manifest.FingerprintAsync(cancellationToken)}\n{model.Hash}");
        if (!request.IsAnew && await batches.FindByOutputAsync(output, cancellationToken) is { } known && known.Fingerprint == fingerprint)
        {
            await batches.AdjustAsync(known.Id, Clamp(request.Priority, 9), Clamp(request.MaxParallel, 1000), request.Webhook, cancellationToken);
            return known;
        }

        var batch = new BatchRow
        {
            Id = ids.Next(BatchStore.BatchPrefix),
            Owner = request.Owner,
            Name = manifest.Name,
            Priority = Clamp(request.Priority, 9) ?? DefaultPriority,
            MaxParallel = Clamp(request.MaxParallel, 1000) ?? options.MaxParallel,
            Queue = model.Queue,
            ModelHash = model.Hash,
            Fingerprint = fingerprint,
            Manifest = WorkflowJson.Write(new ManifestSource(manifest.Folder, request.IsAnew)),
            Output = output,
            Webhook = request.Webhook,
        };
        await batches.CreateAsync(batch, manifest.ReadAsync(cancellationToken), Limits, images: null, cancellationToken);
        return await batches.GetRowAsync(batch.Id, cancellationToken);
    }

    private static int? Clamp(int? value, int most) => value is { } asked ? Math.Clamp(asked, 1, most) : null;
}

/// <summary>The work of this process, with its model.</summary>
internal sealed class BatchWork(WorkerHost host, IItemCarrier carrier, WorkerModel model, LibraryId ids)
{
    /// <summary>Works on the queue of this process's model.</summary>
    public async Task RunAsync(Action<WorkerInfo>? started, CancellationToken stopping)
    {
        await model.LoadAsync(stopping);
        var identity = Identity(model.Queue);
        started?.Invoke(new WorkerInfo
        {
            Id = identity.Id,
            Host = identity.Host,
            Process = identity.Process,
            Queue = identity.Queue,
            Model = identity.Model,
            Provider = identity.Provider,
            Version = identity.Version,
            SilentSeconds = 0,
        });
        await host.RunAsync(identity, onlyBatch: null, stopping);
    }

    /// <summary>Works on one batch.</summary>
    public async Task RunAsync(string queue, string batchId, CancellationToken stopping) => await host.RunAsync(Identity(queue), batchId, stopping);

    public Task NotifyAsync(string queue, int ready, CancellationToken cancellationToken) => carrier.NotifyAsync(queue, ready, cancellationToken);

    private WorkerIdentity Identity(string queue) =>
        new(ids.Next("wrk"), Environment.MachineName, Environment.ProcessId, queue, model.Name, model.Provider, typeof(BatchWork).Assembly.GetName().Version!.ToString(3));
}
