using System.CommandLine;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;
using BelmAgent.Workflows;
using BelmAgent.Workflows.Batches;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Host.Batches;

/// <summary>Commands for batches of edits.</summary>
internal sealed class BatchCommand : Command
{
    public BatchCommand()
        : base("batch", "Edit many images: plan a table of requests, run it, watch it, stop it, go on with it.")
    {
        Add(new BatchPlanCommand());
        Add(new BatchRunCommand());
        Add(new BatchStatusCommand());
        Add(new BatchItemsCommand());
        Add(new BatchActionCommand("retry", "Queue the rows once more that failed at work or were cancelled; then go on with 'belm batch run'.", (service, id, token) => service.RetryAsync(id, token)));
        Add(new BatchActionCommand("cancel", "Cancel what is not done; rows that are worked on stop and keep a finished attempt.", (service, id, token) => service.CancelAsync(id, token)));
        Add(new BatchActionCommand("pause", "Begin no further row until the batch is resumed.", (service, id, token) => service.PauseAsync(id, token)));
        Add(new BatchActionCommand("resume", "Let a paused batch go on.", (service, id, token) => service.ResumeAsync(id, token)));
        Add(new BatchActionCommand("results", "Write the results again, as far as the batch is done.", (service, id, token) => service.WriteResultsAsync(id, token)));
    }
}

/// <summary>The option for the database of batches.</summary>
internal static class ConnectionOption
{
    public static Option<string?> Create() => NewOption.Text(
        "--connection", "STRING", "PostgreSQL database of batches for several machines, such as \"Host=db;Database=belm;Username=belm\" (default: a file in the library, for this machine).");

    /// <summary>Returns the settings that it overrides.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line, Option<string?> option) =>
        line.GetValue(option) is { } connection ? [new("Belm:Workflows:Store", "PostgreSql"), new("Belm:Workflows:Connection", connection)] : [];
}

/// <summary>A command that uses the database of batches.</summary>
internal abstract class BatchCommandBase(string name, string description) : ModelCommand(name, description)
{
    private readonly Option<string?> _connection = ConnectionOption.Create();

    public override IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line) => [.. base.Settings(line), .. ConnectionOption.Settings(line, _connection)];

    protected static IBatchService Service(CommandContext context) => context.Services.GetRequiredService<IBatchService>();

    protected override void AddTail()
    {
        Add(_connection);
        base.AddTail();
    }
}

/// <summary>A command about a batch that is there.</summary>
internal abstract class KnownBatchCommand(string name, string description) : BatchCommandBase(name, description)
{
    /// <summary>Gets the batch on the command line.</summary>
    protected Argument<string?> Named { get; } = new("BATCH") { Description = "The batch's id, or the folder of its results." };

    public override IEnumerable<string> Inputs(ParseResult line) => line.GetValue(Named) is { } named && Directory.Exists(named) ? [Path.GetFullPath(named)] : [];

    /// <summary>Returns the id of the batch.</summary>
    protected async Task<string> IdAsync(CommandContext context)
    {
        var named = context.Line.GetValue(Named)!;
        return !Directory.Exists(named) ? named
            : (await Service(context).FindAsync(named, context.CancellationToken))?.Id
                ?? throw UsageError.Create("batch_not_found", $"The folder '{named}' has no batch in this library", "name the folder given with --out, or use its --library and --connection");
    }
}

/// <summary>Does something to a batch and shows it.</summary>
internal sealed class BatchActionCommand : KnownBatchCommand
{
    private readonly Func<IBatchService, string, CancellationToken, Task<Batch>> _act;

    public BatchActionCommand(string name, string description, Func<IBatchService, string, CancellationToken, Task<Batch>> act)
        : base(name, description)
    {
        _act = act;
        Add(Named);
        AddTail();
    }

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var batch = await _act(Service(context), await IdAsync(context), context.CancellationToken);
        return new Outcome(JsonOutput.From(batch), BatchFacts.Create(batch));
    }
}

/// <summary>Shows a batch, or lists all of them.</summary>
internal sealed class BatchStatusCommand : KnownBatchCommand
{
    public BatchStatusCommand()
        : base("status", "Show how far a batch is; without one, list the batches, newest first.")
    {
        Named.Arity = ArgumentArity.ZeroOrOne;
        Add(Named);
        AddTail();
    }

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        if (context.Line.GetValue(Named) is null)
        {
            var batches = await Service(context).ListAsync(cancellationToken: context.CancellationToken);
            return new Outcome(JsonOutput.From(new { batches }), BatchFacts.List(batches));
        }

        var batch = await Service(context).GetAsync(await IdAsync(context), context.CancellationToken);
        var health = await Service(context).GetHealthAsync(batch.Queue, context.CancellationToken);
        return new Outcome(JsonOutput.From(batch), BatchFacts.Create(batch).AddWhereKnown("Queue", await IdleAsync(context, batch) ?? (health.Queued > 0 ? $"{health.Queued} rows wait in {batch.Queue}" : null)));
    }

    private static async Task<string?> IdleAsync(CommandContext context, Batch batch)
    {
        const double Silent = 60;
        return batch.State == BatchState.Running && !(await Service(context).ListWorkersAsync(context.CancellationToken)).Any(worker => worker.Queue == batch.Queue && worker.SilentSeconds < Silent)
            ? $"no worker for {batch.Queue} was seen in the last minute: start one with 'belm worker' and this batch's model, or go on with 'belm batch run'"
            : null;
    }
}

/// <summary>Lists rows of a batch.</summary>
internal sealed class BatchItemsCommand : KnownBatchCommand
{
    private const int Default = 100;

    private readonly Option<string?> _state = NewOption.Choice(
        "--state", "Only rows in this state", "all", "draft", "planned", "waiting", "queued", "running", "publishing", "succeeded", "failed", "needs-answer", "skipped", "cancelled");

    private readonly Option<int?> _after = NewOption.Whole("--after", "N", 0, int.MaxValue, "Number of the row before the first (default: 0).");
    private readonly Option<int?> _limit = NewOption.Whole("--limit", "N", 1, 10_000, $"Maximum number of rows (default: {Default}).");

    public BatchItemsCommand()
        : base("items", "List the rows of a batch with their states, pictures and errors.")
    {
        Add(Named);
        Add(_state);
        Add(_after);
        Add(_limit);
        AddTail();
    }

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var state = context.Line.GetValue(_state) is { } name ? Enum.Parse<BatchItemState>(name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true) : (BatchItemState?)null;
        var rows = Service(context).ListItemsAsync(await IdAsync(context), state, context.Line.GetValue(_after) ?? 0, context.CancellationToken);
        var items = await rows.Take(context.Line.GetValue(_limit) ?? Default).ToListAsync(context.CancellationToken);
        return new Outcome(JsonOutput.From(new { items }), items.Aggregate(new FactSheet(), BatchFacts.Add));
    }
}
