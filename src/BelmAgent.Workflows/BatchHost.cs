using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using BelmAgent.Workflows.Batches;
using BelmAgent.Workflows.Webhooks;
using BelmAgent.Workflows.Workers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BelmAgent.Workflows;

/// <summary>
/// Plans batches that were sent, one after another, and works off approved ones where batches are stored on this machine, for as long as
/// its process lives. What it had not finished, the next one goes on with.
/// </summary>
/// <remarks>The model is loaded when there is work for it. Safe to share between threads.</remarks>
public sealed partial class BatchHost : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Check = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookAtBatch = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    private readonly IBatchService _batches;
    private readonly BatchStore _store;
    private readonly WebhookSender _webhooks;
    private readonly WorkflowUpkeep _upkeep;
    private readonly WorkerModel _model;
    private readonly ILogger<BatchHost> _logger;
    private readonly Channel<string> _unplanned = Channel.CreateUnbounded<string>();
    private readonly ConcurrentDictionary<string, bool> _handed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, BelmException> _faults = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _news = new(0);
    private volatile BelmException? _fault;
    private volatile IReadOnlyList<string> _deserted = [];

    internal BatchHost(IBatchService batches, BatchStore store, WebhookSender webhooks, WorkflowUpkeep upkeep, WorkerModel model, ILogger<BatchHost> logger) =>
        (_batches, _store, _webhooks, _upkeep, _model, _logger) = (batches, store, webhooks, upkeep, model, logger);

    /// <summary>Plans what is not planned of a batch, after those that were handed over before. One that waits for that is not handed over twice.</summary>
    /// <param name="batchId">The batch.</param>
    public void Plan(string batchId)
    {
        _faults.TryRemove(batchId, out _);
        if (_handed.TryAdd(batchId, true))
        {
            _unplanned.Writer.TryWrite(batchId);
        }
    }

    /// <summary>Says that there may be work: a batch was approved, resumed or retried.</summary>
    public void Wake()
    {
        // News that nobody has heard yet says it all.
        if (_news.CurrentCount == 0)
        {
            _news.Release();
        }
    }

    /// <summary>Finds what keeps a batch from being planned, or from being worked on; null if nothing does.</summary>
    /// <param name="batch">The batch.</param>
    public BelmException? FindFault(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.State switch
        {
            BatchState.Planning => _faults.GetValueOrDefault(batch.Id),
            BatchState.Running => _fault ?? (_deserted.Contains(batch.Queue) ? NobodyWorksOn(batch) : null),
            _ => null,
        };
    }

    /// <summary>Waits for the end of planning or of work: until a batch has another state, or something keeps it from that.</summary>
    /// <param name="batch">The batch; one that is planned, paused or ended waits for a user, and is returned as it is.</param>
    /// <param name="limit">How long to wait at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The batch as it then is.</returns>
    public async Task<Batch> WaitAsync(Batch batch, TimeSpan limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var (now, start) = (batch, Stopwatch.GetTimestamp());
        // A fault is no change of the batch, so both are looked at.
        while (now.State is BatchState.Planning or BatchState.Running && now.State == batch.State && FindFault(now) is null && Stopwatch.GetElapsedTime(start) < limit)
        {
            await Task.Delay(LookAtBatch, cancellationToken);
            now = await _batches.GetAsync(batch.Id, cancellationToken);
        }

        return now;
    }

    private BelmException NobodyWorksOn(Batch batch) => new(
        "no_worker", ErrorKind.Unavailable, $"No worker with the model of this batch (queue {batch.Queue}) has been seen for a minute",
        _store.Database.IsShared ? "start 'belm worker' with the model that the batch was planned with, or cancel the batch" : "start the program with the model that the batch was planned with, or cancel the batch");

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What is slow or fails must not hold up the start of the host.
        await Task.Yield();
        await Task.WhenAll(PlanAllAsync(stoppingToken), FindDesertedAsync(stoppingToken), _store.Database.IsShared ? Task.CompletedTask : WorkAsync(stoppingToken));
    }

    private async Task PlanAllAsync(CancellationToken stopping)
    {
        try
        {
            await RecallAsync(stopping);
            await foreach (var id in _unplanned.Reader.ReadAllAsync(stopping))
            {
                // What is asked for from now on may not be seen by this round.
                _handed.TryRemove(id, out _);
                await PlanAsync(id, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The next start finds what is left.
        }
    }

    private async Task RecallAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                foreach (var id in _store.Database.IsThere ? await _store.UnplannedUploadsAsync(stopping) : [])
                {
                    Plan(id);
                }

                return;
            }
            catch (BelmException exception)
            {
                LogNotPlanned("of before", exception.Code);
                await Task.Delay(Rest, stopping);
            }
        }
    }

    private async Task PlanAsync(string id, CancellationToken stopping)
    {
        try
        {
            await _batches.PlanAsync(id, progress: null, stopping);
        }
        catch (BelmException exception)
        {
            _faults[id] = exception;
            LogNotPlanned(id, exception.Code);
            if (exception.Kind == ErrorKind.Unavailable)
            {
                // The database may be starting again.
                await Task.Delay(Rest, stopping);
                Plan(id);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _faults[id] = new BelmException("unexpected", ErrorKind.Unavailable, "Something unexpected went wrong", "plan the batch again; the server's log tells more", exception);
            LogNotPlanned(id, BelmException.NameOf(exception));
        }
    }

    private async Task FindDesertedAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                try
                {
                    var queues = _store.Database.IsThere ? await _upkeep.FindDesertedAsync(stopping) : [];
                    // On one machine, this process works on the queue of its model, or says itself why it does not.
                    _deserted = queues.Count == 0 || _store.Database.IsShared ? queues : [.. queues.Where(queue => queue != _model.Queue)];
                }
                catch (BelmException)
                {
                    // Without a database or a model, there is a fault already.
                    _deserted = [];
                }

                await Task.Delay(Check, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Nobody asks any more.
        }
    }

    private async Task WorkAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await WorkOnceAsync(stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The row in work was given back.
        }
    }

    private async Task WorkOnceAsync(CancellationToken stopping)
    {
        try
        {
            if (_store.Database.IsThere)
            {
                // Workers do this, too; but a batch may end, and a restart find what is left, where none has begun.
                await _webhooks.SendAsync(stopping);
                await _upkeep.TrimAsync(stopping);
            }

            if (_store.Database.IsThere && await HasWorkAsync(stopping))
            {
                await _batches.WorkAsync(_ => _fault = null, stopping);
            }

            _fault = null;

            await _news.WaitAsync(Look, stopping);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _fault = exception as BelmException ?? new BelmException("unexpected", ErrorKind.Unavailable, "Something unexpected went wrong", "look at the server's log", exception);
            LogNotWorking(BelmException.NameOf(exception));
            await _news.WaitAsync(Rest, stopping);
        }
    }

    // Rows that another process works on are no reason to load the model; those whose worker has died are.
    private async Task<bool> HasWorkAsync(CancellationToken stopping)
    {
        var health = await _batches.GetHealthAsync(queue: null, stopping);
        if (health.Running > 0)
        {
            await _upkeep.ReleaseOfDeadAsync(Environment.MachineName, stopping);
        }

        var lost = health.Running > 0 ? await _upkeep.FindLostAsync(stopping) : [];
        return (health.Ready > 0 || lost.Count > 0) && (lost.Contains(_model.Queue) || (await _batches.GetHealthAsync(_model.Queue, stopping)).Ready > 0);
    }

    [LoggerMessage(LogLevel.Warning, "Batch {Batch} is not planned ({Failure}).")]
    private partial void LogNotPlanned(string batch, string failure);

    [LoggerMessage(LogLevel.Warning, "Batches are not worked on ({Failure}); it is tried again.")]
    private partial void LogNotWorking(string failure);
}
