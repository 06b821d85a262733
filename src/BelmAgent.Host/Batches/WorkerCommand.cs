using System.CommandLine;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;
using BelmAgent.Workflows.Workers;
using Spectre.Console;

namespace BelmAgent.Host.Batches;

/// <summary>Works on batches until it is stopped.</summary>
internal sealed class WorkerCommand : BatchCommandBase
{
    public WorkerCommand()
        : base("worker", "Work on the batches that were planned with this model, until Ctrl-C or SIGTERM; the row in work is given back.") => AddTail();

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        WorkerInfo? worker = null;
        try
        {
            await Service(context).WorkAsync(
                started =>
                {
                    worker = started;
                    context.Screen.Error.WriteLine($"{started.Id} works on {started.Queue} ({started.Model}, {started.Provider}) on {started.Host}.");
                },
                context.CancellationToken);
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested && worker is not null)
        {
            // This is how a worker ends.
        }

        return new Outcome(JsonOutput.From(new { worker }), new FactSheet().Add("Ended", worker!.Id));
    }
}

/// <summary>Lists workers and how much waits for them.</summary>
internal sealed class WorkersCommand : BatchCommandBase
{
    private const double Silent = 60;

    private readonly Option<bool> _check = NewOption.Flag("--check", "Exit with 3 unless a worker was seen in the last minute.");

    public WorkersCommand()
        : base("workers", "List the workers that were seen in the last day, and how much waits for them.")
    {
        Add(_check);
        AddTail();
    }

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var workers = await Service(context).ListWorkersAsync(context.CancellationToken);
        var queue = await Service(context).GetHealthAsync(cancellationToken: context.CancellationToken);
        var facts = workers.Aggregate(new FactSheet(), (facts, worker) => facts.Add(
            worker.SilentSeconds < Silent ? worker.ItemId is null ? "idle" : "busy" : "silent",
            FormattableString.Invariant($"{worker.Id} on {worker.Host} ({worker.Process}), {worker.Queue}, {worker.Model}, {worker.Provider}, seen {worker.SilentSeconds:0} s ago{(worker.ItemId is { } item ? $", {item}" : "")}")));
        facts.Add("Queue", FormattableString.Invariant($"{queue.Queued} rows wait, {queue.Running} are worked on, the oldest batch waits for {queue.OldestSeconds:0} s"));
        var isAlive = workers.Any(worker => worker.SilentSeconds < Silent);
        return new Outcome(JsonOutput.From(new { workers, queue }), facts, context.Line.GetValue(_check) && !isAlive ? ExitCodes.NotUsable : ExitCodes.Done);
    }
}
