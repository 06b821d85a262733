using System.Security.Cryptography;
using System.Text;
using BelmAgent.Editing;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning;
using BelmAgent.Workflows.Batches;
using BelmAgent.Workflows.Manifests;
using BelmAgent.Workflows.Storage;

namespace BelmAgent.Workflows.Planning;

/// <summary>Plans the rows of a batch: imports each picture once, plans its requests, and notes questions and failures in the rows.</summary>
internal sealed class BatchPlanner(BatchStore batches, Images images, ImageEditor editor, IEditPlanner planner)
{
    private const int PageSize = 100;

    private readonly WorkflowDatabase _database = batches.Database;

    /// <summary>Plans all rows that are not planned yet, and then hashes the plan.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="folder">The folder of its pictures; null for one whose rows name pictures of the library.</param>
    /// <param name="isAnew">Whether what earlier batches of the folder have done is done again.</param>
    /// <param name="done">Called after each row.</param>
    /// <param name="cancellationToken">Stops after the current row; the next call goes on there.</param>
    /// <exception cref="BelmException">The machine cannot be used, whatever the row.</exception>
    public async Task PlanAsync(BatchRow batch, string? folder, bool isAnew, Func<Task> done, CancellationToken cancellationToken)
    {
        await RecallChangedAsync(batch, folder, cancellationToken);
        do
        {
            for (var after = 0; await batches.PageAsync(batch.Id, "draft", after, PageSize, cancellationToken) is { Count: > 0 } page; after = page[^1].N)
            {
                foreach (var item in page)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (await IsDraftAsync(item, cancellationToken))
                    {
                        await PlanAsync(batch, item, new SourceFolder(folder), isAnew, cancellationToken);
                    }

                    await done();
                }
            }
        }
        while (!await FinishAsync(batch, cancellationToken));
    }

    // Another process may plan the same batch, or a user may have cancelled it, since the row was read.
    private async Task<bool> IsDraftAsync(ItemRow item, CancellationToken cancellationToken) =>
        await _database.FindAsync<long>("select count(*) from item where id = @Id and state = 'draft'", new { item.Id }, cancellationToken) > 0;

    private async Task PlanAsync(BatchRow batch, ItemRow item, SourceFolder folder, bool isAnew, CancellationToken cancellationToken)
    {
        try
        {
            var settings = WorkflowJson.Read<RowSettings>(item.Settings);
            var stamp = folder.Stamp(item.Image);
            var source = await SourceAsync(batch, item.Image, stamp, folder, settings.Caption is null, cancellationToken);
            var caption = settings.Caption ?? source.Caption
                ?? throw new BelmException("caption_needed", ErrorKind.InvalidInput, "The model cannot tell what the picture shows", "describe it in the column caption");
            if (await PlanAsync(item, settings, source.ImageId, caption, cancellationToken) is not { } plan)
            {
                return;
            }

            if (settings.Mask is { } mask)
            {
                var maskId = IsId(mask) ? mask : (await images.ImportMaskAsync(folder.Find(mask, "mask"), source.ImageId, cancellationToken)).Id;
                plan = plan with { DirectInversion = plan.DirectInversion with { MaskId = maskId } };
            }

            var proposed = (await editor.ProposeAsync(source.ImageId, plan, cancellationToken)).Plan;
            var key = WorkflowJson.Hash($"{source.Sha256}\n{KeyOf(proposed, settings, folder)}\n{batch.ModelHash}");
            await SaveAsync(batch, item, new Planned(source.ImageId, stamp, WorkflowJson.Write(plan), WorkflowJson.Write(proposed), key), isAnew, cancellationToken);
        }
        catch (BelmException exception) when (exception.Kind is not (ErrorKind.NotUsable or ErrorKind.Unavailable))
        {
            await EndAsync(item, "failed", Workers.FailureKind.ErrorOf(exception), cancellationToken);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            await EndAsync(item, "failed", new BatchItemError("file_not_found", $"The picture '{SourceFolder.Shown(item.Image)}' cannot be read: check its name and permissions.", "image"), cancellationToken);
        }
    }

    // The same work is the same whoever chose it. The id of an imported mask is new each time; what it shows is not.
    private static string KeyOf(EditPlan plan, RowSettings settings, SourceFolder folder)
    {
        var work = plan with { ChosenByPlanner = null };
        return settings.Mask is { } mask && !IsId(mask)
            ? $"{WorkflowJson.Write(work with { DirectInversion = work.DirectInversion with { MaskId = null } })}\n{HashOf(folder.Find(mask, "mask"))}"
            : WorkflowJson.Write(work);
    }

    private async Task<EditPlan?> PlanAsync(ItemRow item, RowSettings settings, string sourceId, string caption, CancellationToken cancellationToken)
    {
        if (settings.TargetPrompt is { } target)
        {
            return settings.Over(new EditPlan { Request = item.Request, SourcePrompt = caption, TargetPrompt = target });
        }

        var outcome = await planner.PlanAsync(new PlanningRequest(item.Request!, caption), cancellationToken);
        if (outcome.IsPlanned)
        {
            return settings.Over(outcome.Plan);
        }

        await EndAsync(item, "needs_answer", new BatchItemError("request_unclear", outcome.Question, "request"), cancellationToken, sourceId);
        return null;
    }

    private async Task<Source> SourceAsync(BatchRow batch, string image, string? stamp, SourceFolder folder, bool needsCaption, CancellationToken cancellationToken)
    {
        var source = await FindSourceAsync(batch, image, stamp, cancellationToken);
        if (source is null)
        {
            source = IsId(image)
                ? new Source { ImageId = (await images.GetAsync(image, cancellationToken)).Id, Sha256 = image }
                : await ImportAsync(folder.Find(image, "image"), cancellationToken);
            if (await _database.ExecuteAsync(
                "insert into source(batch_id, image, image_id, sha256) values (@Id, @key, @ImageId, @Sha256) on conflict(batch_id, image) do nothing",
                new { batch.Id, key = BatchStore.SourceKey(image, stamp), source.ImageId, source.Sha256 }, cancellationToken) == 0)
            {
                // Another process was faster: what it has imported is used for all rows.
                source = await FindSourceAsync(batch, image, stamp, cancellationToken) ?? source;
            }
        }

        if (needsCaption && source.Caption is null && await images.GetCaptionAsync(source.ImageId, cancellationToken) is { } caption)
        {
            await _database.ExecuteAsync("update source set caption = @caption where batch_id = @Id and image = @key", new { batch.Id, key = BatchStore.SourceKey(image, stamp), caption }, cancellationToken);
            source.Caption = caption;
        }

        return source;
    }

    private Task<Source?> FindSourceAsync(BatchRow batch, string image, string? stamp, CancellationToken cancellationToken) => _database.FindAsync<Source>(
        "select * from source where batch_id = @Id and image = @key", new { batch.Id, key = BatchStore.SourceKey(image, stamp) }, cancellationToken);

    private static bool IsId(string named) => LibraryId.IsValid(named, LibraryId.Picture);

    private async Task<Source> ImportAsync(string path, CancellationToken cancellationToken) =>
        new() { ImageId = (await images.ImportAsync(path, cancellationToken)).Id, Sha256 = HashOf(path) };

    private static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private Task<int> EndAsync(ItemRow item, string state, BatchItemError error, CancellationToken cancellationToken, string? sourceId = null) => _database.ExecuteAsync(
        $"update item set state = @state, error = @error, source_id = @sourceId, ended = {_database.Now} where id = @Id and state = 'draft'",
        new { item.Id, state, error = WorkflowJson.Write(error), sourceId }, cancellationToken);

    private Task<int> SaveAsync(BatchRow batch, ItemRow item, Planned planned, bool isAnew, CancellationToken cancellationToken) => _database.InTransactionAsync(
        async statements =>
        {
            var values = new
            {
                item.Id, item.N, batchId = batch.Id, batch.Output, planned.SourceId, planned.Stamp, planned.Plan, planned.Proposal, planned.ContentKey,
            };
            var isOpen = await statements.ExecuteAsync(
                """
                update item set state = 'planned', source_id = @SourceId, stamp = @Stamp, plan = @Plan, proposal = @Proposal, content_key = @ContentKey
                where id = @Id and state = 'draft'
                """,
                values);
            if (isOpen == 0)
            {
                // It was cancelled meanwhile, or another process has planned it.
                return 0;
            }

            var twin = await statements.ExecuteAsync(
                """
                update item set state = 'waiting', same_as = (select id from item o where o.batch_id = @batchId and o.content_key = @ContentKey and o.n < @N and o.same_as is null order by o.n limit 1)
                where id = @Id and exists (select 1 from item o where o.batch_id = @batchId and o.content_key = @ContentKey and o.n < @N and o.same_as is null)
                """,
                values);
            if (twin == 0 && !isAnew)
            {
                // What an earlier manifest of the same folder has done stays done.
                await statements.ExecuteAsync(
                    $"""
                    update item set state = 'succeeded', image_id = o.image_id, result = o.result, seconds = o.seconds, tries = o.tries, ended = {_database.Now}
                    from (select i.* from item i join batch b on b.id = i.batch_id
                      where b.output = @Output and i.batch_id <> @batchId and i.content_key = @ContentKey and i.state = 'succeeded' order by i.batch_id desc limit 1) o
                    where item.id = @Id
                    """,
                    values);
            }

            return 0;
        },
        isExclusive: false, cancellationToken);

    // Rows that could not be planned are planned once more, since what was missing may be there now; so are pictures that were replaced
    // since, and with them the approval is asked for anew.
    private async Task RecallChangedAsync(BatchRow batch, string? folder, CancellationToken cancellationToken)
    {
        if (await _database.ExecuteAsync(
            "update item set state = 'draft', error = null, ended = null, delivered = 0 where batch_id = @Id and state = 'failed' and is_faulty = 0 and proposal is null and same_as is null",
            new { batch.Id }, cancellationToken) > 0)
        {
            await _database.ExecuteAsync("update batch set state = case when state = 'paused' then state else 'planning' end, ended = null where id = @Id", new { batch.Id }, cancellationToken);
        }

        var source = new SourceFolder(folder);
        for (var after = 0; await batches.PageAsync(batch.Id, null, after, PageSize, cancellationToken) is { Count: > 0 } page; after = page[^1].N)
        {
            foreach (var item in page.Where(item => item.Stamp is not null && source.Stamp(item.Image) is { } now && now != item.Stamp && item.State is not ("running" or "publishing")))
            {
                await _database.ExecuteAsync(
                    """
                    update item set state = 'draft', same_as = null, content_key = null, plan = null, proposal = null, image_id = null, result = null, error = null, ended = null, seconds = null, delivered = 0
                    where id = @Id and state not in ('running','publishing')
                    """,
                    new { item.Id }, cancellationToken);
                await _database.ExecuteAsync("update item set state = 'draft', same_as = null, delivered = 0 where same_as = @Id", new { item.Id }, cancellationToken);
                await _database.ExecuteAsync("update batch set state = 'planning', plan_hash = null, approved_by = null, ended = null where id = @BatchId", new { item.BatchId }, cancellationToken);
            }
        }
    }

    // Returns whether it is done: another process may have called rows back that could not be planned.
    private async Task<bool> FinishAsync(BatchRow batch, CancellationToken cancellationToken)
    {
        var hash = await HashAsync(batch.Id, cancellationToken);
        return await _database.InTransactionAsync(
            async statements =>
            {
                if (await statements.FindAsync<long>("select count(*) from item where batch_id = @Id and state = 'draft'", new { batch.Id }) > 0)
                {
                    return false;
                }

                // A changed plan needs a new approval, and so does a first one; the same plan goes on.
                await statements.ExecuteAsync(
                    """
                    update batch set approved_by = case when plan_hash = @hash then approved_by end,
                      state = case when plan_hash is null or plan_hash <> @hash then 'planned' when state <> 'planning' then state when approved_by is null then 'planned' else 'running' end,
                      plan_hash = @hash
                    where id = @Id and state <> 'ended'
                    """,
                    new { batch.Id, hash });
                await batches.SettleAsync(statements, batch.Id);
                return true;
            },
            isExclusive: true, cancellationToken);
    }

    /// <summary>Hashes all proposals of a batch, in the order of their rows.</summary>
    public async Task<string> HashAsync(string batchId, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var after = 0; await batches.PageAsync(batchId, null, after, PageSize, cancellationToken) is { Count: > 0 } page; after = page[^1].N)
        {
            foreach (var item in page.Where(item => item.Proposal is not null))
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{item.N}\n{item.ContentKey}\n{item.Proposal}\n"));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private sealed class Source
    {
        public string ImageId { get; init; } = "";

        public string Sha256 { get; init; } = "";

        public string? Caption { get; set; }
    }

    private sealed record Planned(string SourceId, string? Stamp, string Plan, string Proposal, string ContentKey);
}

/// <summary>The folder of a manifest's pictures.</summary>
/// <param name="folder">Its path; null for none, and then no file is looked for.</param>
internal sealed class SourceFolder(string? folder)
{
    /// <summary>Returns the full path of a file that a row names.</summary>
    /// <exception cref="BelmException"><c>file_not_found</c>: there is none.</exception>
    public string Find(string named, string column)
    {
        var path = folder is null ? null : Path.GetFullPath(Path.Combine(folder, named.Replace('\\', '/')));
        return File.Exists(path) ? path
            : throw new BelmException("file_not_found", ErrorKind.InvalidInput, $"There is no file '{named}' beside the manifest", $"correct the column {column}")
            {
                SafeProblem = $"There is no file '{Shown(named)}' beside the manifest",
            };
    }

    /// <summary>Returns the name of a file that a row names, without folders of this machine: others may read it.</summary>
    public static string Shown(string named) => Path.GetFileName(named.Replace('\\', '/'));

    /// <summary>Returns the size and time of a picture's file, which change with it; null if there is none.</summary>
    public string? Stamp(string named)
    {
        var file = folder is null ? null : new FileInfo(Path.Combine(folder, named.Replace('\\', '/')));
        return file is { Exists: true } ? FormattableString.Invariant($"{file.Length}-{file.LastWriteTimeUtc.Ticks}") : null;
    }
}
