using BelmAgent.Workflows.Batches;
using BelmAgent.Workflows.Options;
using BelmAgent.Workflows.Webhooks;
using Microsoft.Extensions.Logging;

namespace BelmAgent.Workflows.Workers;

/// <summary>Runs a worker until it is stopped: items one after another, and beside them signs of life, the sweep and webhooks.</summary>
internal sealed partial class WorkerHost(BatchWorker worker, WorkerRegistry registry, IItemCarrier carrier, WebhookSender webhooks, WorkflowUpkeep upkeep, ILogger<WorkerHost> logger)
{
    /// <summary>Works until it is stopped; an item that is not finished by then is given back.</summary>
    /// <param name="identity">The worker.</param>
    /// <param name="onlyBatch">The batch to work on; null for all of the queue.</param>
    /// <param name="stopping">Stops it.</param>
    /// <exception cref="BelmException">The machine cannot be used.</exception>
    public async Task RunAsync(WorkerIdentity identity, string? onlyBatch, CancellationToken stopping)
    {
        await registry.SeenAsync(identity, stopping);
        await upkeep.ReleaseOfDeadAsync(identity.Host, stopping);
        await worker.SweepAsync(stopping);
        using var beside = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var upkeeping = KeepUpAsync(identity, beside.Token);
        try
        {
            // Polling suits a process that works on one batch of its own, whatever brings the news to others.
            var news = onlyBatch is null ? carrier : new PollingCarrier();
            await news.RunAsync(identity.Queue, token => worker.RunNextAsync(identity.Queue, identity.Id, onlyBatch, token), stopping);
        }
        finally
        {
            await beside.CancelAsync();
            await upkeeping;
            await LeaveAsync(identity);
        }
    }

    private async Task KeepUpAsync(WorkerIdentity identity, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(upkeep.Interval);
        try
        {
            do
            {
                try
                {
                    await registry.SeenAsync(identity, cancellationToken);
                    await worker.SweepAsync(cancellationToken);
                    var health = await registry.HealthAsync(identity.Queue, cancellationToken);
                    WorkflowMetrics.Observe(health);
                    await carrier.NotifyAsync(identity.Queue, health.Ready, cancellationToken);
                    await webhooks.SendAsync(cancellationToken);
                    await upkeep.TrimAsync(cancellationToken);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    // The next round tries again; what it would have done is in the rows.
                    LogNotKeptUp(BelmException.NameOf(exception));
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The worker has ended.
        }
    }

    private async Task LeaveAsync(WorkerIdentity identity)
    {
        try
        {
            await registry.LeaveAsync(identity, CancellationToken.None);
        }
        catch (BelmException exception)
        {
            LogNotKeptUp(exception.Code);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The worker could not look after the queue ({Failure}); it tries again.")]
    private partial void LogNotKeptUp(string failure);
}

/// <summary>The work of workers beside their items.</summary>
internal sealed class WorkflowUpkeep(WorkerRegistry registry, ItemLeases leases, BatchStore batches, WorkflowOptions options)
{
    // A worker that gives no sign of life for this long is gone, or hangs.
    private TimeSpan Silence => TimeSpan.FromMinutes(1) > options.Sweep * 3 ? TimeSpan.FromMinutes(1) : options.Sweep * 3;

    /// <summary>Gets the time between two rounds.</summary>
    public TimeSpan Interval => options.Sweep;

    /// <summary>On one machine, lets go at once of what processes held that are gone, instead of waiting for their leases to end.</summary>
    public async Task ReleaseOfDeadAsync(string host, CancellationToken cancellationToken)
    {
        foreach (var dead in batches.Database.IsShared ? [] : await registry.FindDeadAsync(host, cancellationToken))
        {
            await leases.ExpireAsync(dead, cancellationToken);
        }
    }

    /// <summary>Finds the queues of rows whose workers gave no sign of life in time.</summary>
    public Task<IReadOnlyList<string>> FindLostAsync(CancellationToken cancellationToken) => leases.FindLostAsync(cancellationToken);

    /// <summary>Finds the queues of running batches for which no worker has been seen for a minute.</summary>
    public Task<IReadOnlyList<string>> FindDesertedAsync(CancellationToken cancellationToken) => registry.FindDesertedAsync(Silence, cancellationToken);

    /// <summary>Deletes the rows of batches that ended longer ago than they are kept, one batch at a time.</summary>
    public Task TrimAsync(CancellationToken cancellationToken) =>
        options.KeepDays == 0 ? Task.CompletedTask : batches.TrimAsync(TimeSpan.FromDays(options.KeepDays), cancellationToken);
}
