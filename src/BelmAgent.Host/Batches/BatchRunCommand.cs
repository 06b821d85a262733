using System.CommandLine;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;
using BelmAgent.Workflows;
using BelmAgent.Workflows.Batches;
using BelmAgent.Workflows.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace BelmAgent.Host.Batches;

/// <summary>A command that begins with a manifest.</summary>
internal abstract class ManifestCommand : BatchCommandBase
{
    private const int Shown = 20;

    private readonly Argument<string> _manifest = new("MANIFEST") { Description = "A folder of images (with --request), a CSV file, or a JSON Lines file with one {\"image\":…,\"request\":…} a line." };
    private readonly Option<string?> _output = NewOption.Path("--out", "DIR", "Folder for the results; the same one again goes on where it stopped (default: MANIFEST-results in the current folder).", "-o");
    private readonly Option<string?> _request = NewOption.Text("--request", "REQUEST", "What to change in rows that have no request of their own.");
    private readonly Option<string?> _owner = NewOption.Text("--owner", "NAME", "Whose batch it is; owners take turns (default: your user name).");
    private readonly Option<int?> _priority = NewOption.Whole("--priority", "N", 1, 9, "Priority; higher ones go first, also before other owners (default: 5).");
    private readonly Option<int?> _parallel = NewOption.Whole("--max-parallel", "N", 1, 1000, "Maximum number of rows that workers do at the same time (default: 4).");
    private readonly Option<string?> _webhook = NewOption.Text("--webhook", "URL", "Address that is told when the batch has ended, signed with Belm:Workflows:WebhookSecret.");
    private readonly Option<bool> _force = NewOption.Flag("--force", "Do everything again, also what is done.");

    protected ManifestCommand(string name, string description)
        : base(name, description)
    {
        Add(_manifest);
        Add(_output);
        Add(_request);
        Add(_owner);
        Add(_priority);
        Add(_parallel);
        Add(_webhook);
        Add(_force);
    }

    public override IEnumerable<string> Inputs(ParseResult line)
    {
        var manifest = Path.GetFullPath(line.GetRequiredValue(_manifest));
        return [Directory.Exists(manifest) ? manifest : Path.GetDirectoryName(manifest) ?? manifest, Output(line)];
    }

    /// <summary>Plans the batch and shows what cannot be run.</summary>
    protected async Task<Batch> PlanAsync(CommandContext context)
    {
        var line = context.Line;
        var request = new BatchRequest
        {
            Manifest = line.GetRequiredValue(_manifest),
            Output = Output(line),
            Request = line.GetValue(_request),
            Priority = line.GetValue(_priority),
            MaxParallel = line.GetValue(_parallel),
            Webhook = line.GetValue(_webhook),
            IsAnew = line.GetValue(_force),
        };
        await using var progress = BatchProgress.Create(context, "plan");
        var batch = await Service(context).PlanAsync(line.GetValue(_owner) is { } owner ? request with { Owner = owner } : request, progress, context.CancellationToken);
        progress.Clear();
        await ShowAsync(context, batch, BatchItemState.Failed);
        await ShowAsync(context, batch, BatchItemState.NeedsAnswer);
        return batch;
    }

    private static async Task ShowAsync(CommandContext context, Batch batch, BatchItemState state)
    {
        var facts = await Service(context).ListItemsAsync(batch.Id, state, cancellationToken: context.CancellationToken).Take(Shown)
            .AggregateAsync(new FactSheet(), BatchFacts.Add, context.CancellationToken);
        if (batch.Count(state) is > Shown and var count)
        {
            facts.Add("", $"… and {count - Shown} more: belm batch items {batch.Id} --state {(state == BatchItemState.Failed ? "failed" : "needs-answer")}");
        }

        facts.WriteTo(context.Screen.Error);
    }

    private string Output(ParseResult line) => line.GetValue(_output)
        ?? Path.GetFullPath($"{Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(Path.GetFullPath(line.GetRequiredValue(_manifest))))}-results");
}

/// <summary>Plans a batch, without running it.</summary>
internal sealed class BatchPlanCommand : ManifestCommand
{
    public BatchPlanCommand()
        : base("plan", "Plan a batch: check the manifest, plan each row, list faults and questions; nothing is edited.") => AddTail();

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var batch = await PlanAsync(context);
        return new Outcome(JsonOutput.From(batch), BatchFacts.Create(batch).AddWhereKnown("Approve", batch.State == BatchState.Planned ? $"belm batch run with the same manifest and --approve {batch.PlanHash}" : null));
    }
}

/// <summary>Plans a batch as far as it is not planned, has it approved, and runs it to its end.</summary>
internal sealed class BatchRunCommand : ManifestCommand
{
    private readonly Option<bool> _yes = NewOption.Flag("--yes", "Run the plan without asking.");
    private readonly Option<string?> _approve = NewOption.Text("--approve", "HASH", "Run the plan without asking if it has this hash, as 'belm batch plan' prints it.");

    public BatchRunCommand()
        : base("run", "Plan and run a batch; run it again to go on where it stopped. Exits with 5 unless every row succeeded.")
    {
        Add(_yes);
        Add(_approve);
        AddTail();
    }

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var batch = await PlanAsync(context);
        if (batch.Count(BatchItemState.Failed) == batch.Total && batch.ApprovedBy is null)
        {
            await Service(context).WriteResultsAsync(batch.Id, context.CancellationToken);
            throw UsageError.Create("manifest", $"None of the {batch.Total} rows of '{batch.Name}' can be used", $"see why in {Path.Combine(batch.Output, "results.jsonl")}");
        }

        if (batch.State == BatchState.Planned)
        {
            batch = await Service(context).ApproveAsync(batch.Id, batch.PlanHash!, await ApproverAsync(context, batch), context.CancellationToken);
        }

        if (batch.State == BatchState.Paused)
        {
            throw UsageError.Create("batch_paused", $"{batch.Id} is paused", $"let it go on with 'belm batch resume {batch.Id}'");
        }

        await using var progress = BatchProgress.Create(context, "edit");
        if (context.Services.GetRequiredService<IOptions<WorkflowOptions>>().Value.Store == WorkflowStore.PostgreSql && batch.State == BatchState.Running)
        {
            context.Screen.Error.WriteLine($"{batch.Id} waits for workers of {batch.Queue}; Ctrl-C leaves it to them, and the same command collects the results.");
        }

        batch = await Service(context).RunAsync(batch.Id, progress, context.CancellationToken);
        progress.Clear();
        var json = JsonOutput.From(batch).With("results", Path.Combine(batch.Output, "results.jsonl")).With("sheet", Path.Combine(batch.Output, "sheet.html"));
        return new Outcome(json, BatchFacts.Create(batch).AddFile("Sheet", Path.Combine(batch.Output, "sheet.html")), batch.HasSucceeded ? ExitCodes.Done : ExitCodes.NotPassed);
    }

    // An approval that was given holds as long as the plan is the same.
    private async Task<string> ApproverAsync(CommandContext context, Batch batch)
    {
        if (batch.ApprovedBy is { } before)
        {
            return before;
        }

        if (context.Line.GetValue(_approve) is { } hash)
        {
            return hash == batch.PlanHash ? "command line" : throw new BelmException(
                "plan_changed", ErrorKind.Refused, $"The plan's hash is {batch.PlanHash}, not {hash}", "look at the plan with 'belm batch plan' and approve its hash");
        }

        if (context.Line.GetValue(_yes) || batch.Count(BatchItemState.Planned) == 0)
        {
            return "command line";
        }

        var screen = context.Screen;
        if (screen.Io.CanAsk)
        {
            BatchFacts.Create(batch).WriteTo(screen.Words);
            await screen.Io.Error.WriteAsync($"Run {batch.Count(BatchItemState.Planned)} edits? [y/N] ");
            if (await screen.Io.ReadYesAsync(context.CancellationToken))
            {
                return "terminal";
            }
        }

        throw new BelmException("not_approved", ErrorKind.Refused, $"The plan {batch.PlanHash} was not approved, and nothing was edited", "approve it at the terminal, with --yes, or with --approve and its hash");
    }
}
