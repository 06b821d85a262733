using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Imaging;
using BelmAgent.Workflows.Batches;
using BelmAgent.Workflows.Hangfire;
using BelmAgent.Workflows.Manifests;
using BelmAgent.Workflows.Options;
using BelmAgent.Workflows.Storage;
using BelmAgent.Workflows.Webhooks;
using BelmAgent.Workflows.Workers;
using Microsoft.Extensions.Logging.Abstractions;

namespace BelmAgent.Workflows.Worker;

/// <summary>The parts of batches put together without a model.</summary>
internal sealed class Workbench : IDisposable
{
    public const string Queue = "m-test";

    private readonly string _root;

    public Workbench(string root, string? connection = null, IItemWork? work = null, bool polls = false, WorkflowOptions? options = null)
    {
        _root = root;
        Connection = connection;
        Options = options ?? new WorkflowOptions { Lease = TimeSpan.FromSeconds(2), Sweep = TimeSpan.FromMilliseconds(400), RetryDelays = [TimeSpan.Zero] };
        Database = connection is null ? new SqliteDatabase(Path.Combine(root, "jobs.db")) : new PostgreSqlDatabase(connection, Options.Lease);
        Ids = new LibraryId(TimeProvider.System);
        Library = new PictureLibrary(new LibraryOptions { Root = root }, Ids, TimeProvider.System);
        Batches = new BatchStore(Database, Ids);
        Leases = new ItemLeases(Batches, Options);
        Work = work ?? new PausingWork(Library, TimeSpan.Zero);
        Worker = new BatchWorker(Leases, Work, Library, Options, NullLogger<BatchWorker>.Instance);
        Registry = new WorkerRegistry(Database);
        Carrier = connection is null || polls ? new PollingCarrier() : new HangfireCarrier(connection, Options.Lease);
        Webhooks = new WebhookSender(Batches, Options, TimeProvider.System, NullLogger<WebhookSender>.Instance);
        Host = new WorkerHost(Worker, Registry, Carrier, Webhooks, new WorkflowUpkeep(Registry, Leases, Batches, Options), NullLogger<WorkerHost>.Instance);
    }

    public string? Connection { get; }

    public WorkflowOptions Options { get; }

    public WorkflowDatabase Database { get; }

    public LibraryId Ids { get; }

    public PictureLibrary Library { get; }

    public BatchStore Batches { get; }

    public ItemLeases Leases { get; }

    public IItemWork Work { get; }

    public BatchWorker Worker { get; }

    public WorkerRegistry Registry { get; }

    public IItemCarrier Carrier { get; }

    public WebhookSender Webhooks { get; }

    public WorkerHost Host { get; }

    public WorkerIdentity Identity() => new(Ids.Next("wrk"), Environment.MachineName, Environment.ProcessId, Queue, "test", "cpu", "0");

    /// <summary>Creates an approved batch of planned rows.</summary>
    public async Task<string> AddBatchAsync(int rows, string owner = "ann", int maxParallel = 4, int priority = 5, string? webhook = null, string request = "make it night", int maxOpen = int.MaxValue, IReadOnlyDictionary<string, string>? images = null)
    {
        var id = Ids.Next(BatchStore.BatchPrefix);
        var row = new BatchRow
        {
            Id = id, Owner = owner, Name = "test", Priority = priority, MaxParallel = maxParallel, Queue = Queue, ModelHash = "", Fingerprint = id, Manifest = "", Output = Path.Combine(_root, "out", id), Webhook = webhook,
        };
        await InsistAsync(() => Batches.CreateAsync(row, RowsAsync(rows, request), new RowLimits(int.MaxValue, maxOpen), images, CancellationToken.None));
        await Database.ExecuteAsync("update item set state = 'planned', proposal = @plan where batch_id = @id", new { id, plan = """{"source_prompt":"day","target_prompt":"night"}""" }, CancellationToken.None);
        await Database.ExecuteAsync("update batch set state = 'planned', plan_hash = 'hash' where id = @id", new { id }, CancellationToken.None);
        await InsistAsync(() => Batches.ApproveAsync(id, "hash", "test", CancellationToken.None));
        await Carrier.NotifyAsync(Queue, rows, CancellationToken.None);
        return id;
    }

    public void Dispose() => Webhooks.Dispose();

    // With leases of two seconds, a machine that is busy elsewhere may let a transaction idle for too long.
    private static async Task InsistAsync(Func<Task> statements)
    {
        const int MaxTries = 20;
        for (var tries = 1; ; tries++)
        {
            try
            {
                await statements();
                return;
            }
            catch (BelmException exception) when (exception.Kind == ErrorKind.Unavailable && tries < MaxTries)
            {
                await Task.Delay(100);
            }
        }
    }

    private static async IAsyncEnumerable<ManifestRow> RowsAsync(int count, string request)
    {
        await Task.CompletedTask;
        for (var n = 1; n <= count; n++)
        {
            yield return new ManifestRow(n) { Image = $"{n}.png", Request = request };
        }
    }
}

/// <summary>Work that is a pause, and a picture of one colour.</summary>
internal sealed class PausingWork(PictureLibrary library, TimeSpan pause) : IItemWork
{
    public async Task<StagedEdit> RunAsync(ClaimedItem claimed, IProgress<EditProgress>? progress, CancellationToken cancellationToken)
    {
        await Task.Delay(pause, cancellationToken);
        var picture = await library.StageAsync(RgbImage.Filled(8, 8, RgbColor.Grey), new PictureRecipe { Kind = PictureKind.Generated }, cancellationToken);
        return new StagedEdit(picture.Id, new ItemResult { Check = new EditCheck { Expected = "" }, Attempts = 1 }, pause.TotalSeconds);
    }
}
