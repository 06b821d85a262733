using System.Diagnostics;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Workflows.Batches;
using BelmAgent.Workflows.Options;
using Microsoft.Extensions.Logging;

namespace BelmAgent.Workflows.Workers;

/// <summary>Works on one item after another: takes it, edits, and publishes its picture once.</summary>
/// <remarks>One item at a time; safe to call from any thread.</remarks>
internal sealed partial class BatchWorker(ItemLeases leases, IItemWork work, PictureLibrary library, WorkflowOptions options, ILogger<BatchWorker> logger)
{
    /// <summary>Gets or sets a test's view of how far an item is: <c>claimed</c>, <c>staged</c>, <c>fenced</c>, <c>published</c>.</summary>
    public Action<string>? Reached { get; set; }

    /// <summary>Works on the next item of a queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="worker">The worker's id.</param>
    /// <param name="onlyBatch">The batch to take it from; null for all.</param>
    /// <param name="stopping">Stops the work; the item is given back.</param>
    /// <returns>The id of the item; null if there was nothing to do.</returns>
    /// <exception cref="BelmException">The machine cannot be used before somebody sees to it; the item is given back.</exception>
    public async Task<string?> RunNextAsync(string queue, string worker, string? onlyBatch, CancellationToken stopping)
    {
        if (await leases.ClaimAsync(queue, worker, onlyBatch, stopping) is not { } claimed)
        {
            return null;
        }

        Reached?.Invoke("claimed");
        using var span = BelmTelemetry.Source.StartActivity("batch.item", ActivityKind.Consumer, claimed.Batch.Traceparent);
        span?.SetTag("belm.batch.id", claimed.Batch.Id).SetTag("belm.item.id", claimed.Item.Id);
        await using var hold = new ItemHold(leases, claimed.Item, options.Lease, stopping);
        var start = Stopwatch.GetTimestamp();
        try
        {
            var staged = await EditAsync(claimed, hold);
            Reached?.Invoke("staged");
            await PublishAsync(claimed.Item, staged, hold);
        }
        catch (OperationCanceledException) when (hold.Token.IsCancellationRequested)
        {
            await EndStoppedAsync(claimed.Item, hold);
        }
        catch (Exception exception)
        {
            BelmTelemetry.Mark(span, exception);
            await EndFailedAsync(claimed.Item, exception, hold);
        }

        WorkflowMetrics.Worked(Stopwatch.GetElapsedTime(start), hold.Outcome);
        return claimed.Item.Id;
    }

    /// <summary>Puts the pictures of items into the library whose workers died before they did, and queues again those that were on their way.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var item in await leases.SweepAsync(cancellationToken))
        {
            try
            {
                await library.PublishAsync(item.ImageId!, cancellationToken);
                await leases.SucceedAsync(item, cancellationToken);
            }
            catch (BelmException exception) when (exception.Kind == ErrorKind.NotFound)
            {
                await leases.RedoAsync(item, cancellationToken);
            }
        }
    }

    private async Task<StagedEdit> EditAsync(ClaimedItem claimed, ItemHold hold)
    {
        try
        {
            return await work.RunAsync(claimed, hold, hold.Token);
        }
        catch (EditStoppedException stopped) when (hold is { IsCancelled: true, IsLost: false })
        {
            // Cancelling ends the search for a better attempt; the one that is there was paid for.
            return StagedEdit.From(stopped.Best);
        }
        catch (EditStoppedException stopped)
        {
            library.Discard(stopped.Best.ImageId);
            throw;
        }
    }

    private async Task PublishAsync(ItemRow item, StagedEdit staged, ItemHold hold)
    {
        if (!await hold.InsistAsync(() => leases.FenceAsync(item, staged, hold.IsCancelled, CancellationToken.None)))
        {
            library.Discard(staged.ImageId);
            // Cancelled in the last moment, or lost: then the row is another's.
            await leases.CancelAsync(item, CancellationToken.None);
            hold.Outcome = "lost";
            return;
        }

        Reached?.Invoke("fenced");
        await library.PublishAsync(staged.ImageId, CancellationToken.None);
        Reached?.Invoke("published");
        await hold.InsistAsync(() => leases.SucceedAsync(item, CancellationToken.None));
        hold.Outcome = "succeeded";
    }

    private async Task EndStoppedAsync(ItemRow item, ItemHold hold)
    {
        hold.Outcome = hold.IsLost ? "lost" : hold.IsCancelled ? "cancelled" : "stopped";
        if (hold.IsCancelled)
        {
            await hold.InsistAsync(() => leases.CancelAsync(item, CancellationToken.None));
        }
        else if (!hold.IsLost)
        {
            await leases.ReleaseAsync(item, delay: null, CancellationToken.None);
        }
    }

    private async Task EndFailedAsync(ItemRow item, Exception exception, ItemHold hold)
    {
        hold.Outcome = "failed";
        var failure = FailureKind.Of(exception, item.Tries, options.Retries);
        LogFailure(item.Id, BelmException.NameOf(exception), failure.Kind);
        switch (failure.Kind)
        {
            case FailureAction.Retry:
                hold.Outcome = "retried";
                await leases.ReleaseAsync(item, options.DelayAfter(item.Tries), CancellationToken.None);
                break;
            case FailureAction.StopWorker:
                await leases.ReleaseAsync(item, delay: null, CancellationToken.None);
                throw (BelmException)exception;
            default:
                await hold.InsistAsync(() => leases.FailAsync(item, failure.Error, CancellationToken.None));
                break;
        }
    }

    [LoggerMessage(LogLevel.Information, "Item {Item} failed ({Failure}): {Action}.")]
    private partial void LogFailure(string item, string failure, FailureAction action);
}

/// <summary>The consequence of a failure.</summary>
internal enum FailureAction
{
    /// <summary>The item fails for good.</summary>
    Fail,

    /// <summary>The item is tried again later.</summary>
    Retry,

    /// <summary>The item is given back, and the worker ends: the machine cannot be used.</summary>
    StopWorker,
}

/// <summary>The consequence of a failure, with the error that the row shows.</summary>
internal readonly record struct FailureKind(FailureAction Kind, BatchItemError Error)
{
    private const string Memory = "device_memory";

    /// <summary>Decides on a failure.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="tries">How often the item has been tried, this one included.</param>
    /// <param name="retries">How often a transient failure is tried again.</param>
    public static FailureKind Of(Exception exception, int tries, int retries) => exception switch
    {
        BelmException { Code: Memory } or OutOfMemoryException => new(tries <= Math.Min(1, retries) ? FailureAction.Retry : FailureAction.Fail, ErrorOf(exception)),
        BelmException { Kind: ErrorKind.NotUsable } => new(FailureAction.StopWorker, ErrorOf(exception)),
        // A picture may take seconds to be seen on other machines.
        BelmException { Kind: not ErrorKind.Unavailable, Code: not "image_not_found" } => new(FailureAction.Fail, ErrorOf(exception)),
        _ => new(tries <= retries ? FailureAction.Retry : FailureAction.Fail, ErrorOf(exception)),
    };

    /// <summary>Returns the error that a row shows: without paths, since others may read it.</summary>
    public static BatchItemError ErrorOf(Exception exception) => exception is BelmException known
        ? new(known.Code, known.SafeMessage.TrimEnd('.') == known.Advice.TrimEnd('.') ? known.SafeMessage : $"{known.SafeMessage} {known.Advice}")
        : new("unexpected", "Something unexpected went wrong: look at the worker's log, then retry the batch's failed rows.");
}
