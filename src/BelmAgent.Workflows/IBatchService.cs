using BelmAgent.Workflows.Batches;
using BelmAgent.Workflows.Results;
using BelmAgent.Workflows.Workers;

namespace BelmAgent.Workflows;

/// <summary>Batches of edits, for every front end: planned, approved, run, watched, and stopped.</summary>
/// <remarks>Safe to share between threads. What it answers is read from the database, so several processes see the same.</remarks>
public interface IBatchService
{
    /// <summary>Plans a batch, or goes on with planning it. The same manifest with the same folder is the same batch: what is done stays done.</summary>
    /// <param name="request">The manifest and the folder.</param>
    /// <param name="progress">Receives the batch after every few rows. Null: nothing does.</param>
    /// <param name="cancellationToken">Stops after the current row; the next call goes on there.</param>
    /// <returns>The batch. Faulty rows have failed, and unclear ones need an answer; the others are planned.</returns>
    /// <exception cref="BelmException"><c>manifest</c>: it cannot be read as a whole. <c>webhook_not_allowed</c>, <c>output_in_use</c>.</exception>
    Task<Batch> PlanAsync(BatchRequest request, IProgress<Batch>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Makes a batch of a manifest that was sent, without planning it: faulty rows have failed, the others are drafts.</summary>
    /// <param name="upload">The manifest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BelmException"><c>manifest</c>: it cannot be read as a whole. <c>rows_quota</c>, <c>webhook_not_allowed</c>.</exception>
    Task<Batch> CreateAsync(BatchUpload upload, CancellationToken cancellationToken = default);

    /// <summary>Plans what is not planned of a batch that is there, and plans again what could not be.</summary>
    /// <param name="batchId">The batch.</param>
    /// <param name="progress">Receives the batch after every few rows. Null: nothing does.</param>
    /// <param name="cancellationToken">Stops after the current row; the next call goes on there.</param>
    /// <exception cref="BelmException"><c>batch_not_found</c>, or the machine cannot be used.</exception>
    Task<Batch> PlanAsync(string batchId, IProgress<Batch>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Approves the planned batch as a whole, as a user's decision; workers may begin at once.</summary>
    /// <param name="batchId">The batch.</param>
    /// <param name="planHash">The hash that the user has seen: <see cref="Batch.PlanHash"/>.</param>
    /// <param name="by">The front end's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <remarks>For front ends alone: a language model must not be able to call it.</remarks>
    /// <exception cref="BelmException"><c>batch_not_found</c>, <c>batch_not_planned</c>, <c>plan_changed</c>.</exception>
    Task<Batch> ApproveAsync(string batchId, string planHash, string by, CancellationToken cancellationToken = default);

    /// <summary>Waits for the end of an approved batch and writes its results meanwhile. On one machine this process does the work.</summary>
    /// <param name="batchId">The batch.</param>
    /// <param name="progress">Receives the batch when rows have ended. Null: nothing does.</param>
    /// <param name="cancellationToken">Stops it; what is done stays done.</param>
    /// <exception cref="BelmException"><c>batch_not_found</c>, <c>output_in_use</c>, or the machine cannot be used.</exception>
    Task<Batch> RunAsync(string batchId, IProgress<Batch>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Writes the results of a batch as far as it is done.</summary>
    /// <param name="batchId">The batch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BelmException"><c>batch_not_found</c>, <c>output_in_use</c>.</exception>
    Task<Batch> WriteResultsAsync(string batchId, CancellationToken cancellationToken = default);

    /// <summary>Writes the results of a batch, as far as it is done, in one form.</summary>
    /// <param name="batchId">The batch.</param>
    /// <param name="form">The form.</param>
    /// <param name="target">Receives them as UTF-8.</param>
    /// <param name="page">The page of a contact sheet, of 500 rows each, from 1; other forms have one.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BelmException"><c>batch_not_found</c>: there is none of this id.</exception>
    Task WriteResultsAsync(string batchId, BatchResultForm form, Stream target, int page = 1, CancellationToken cancellationToken = default);

    /// <summary>Gets a batch.</summary>
    /// <param name="batchId">The batch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BelmException"><c>batch_not_found</c>: there is none of this id.</exception>
    Task<Batch> GetAsync(string batchId, CancellationToken cancellationToken = default);

    /// <summary>Finds the newest batch of a results folder; null if there is none.</summary>
    /// <param name="output">The folder.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<Batch?> FindAsync(string output, CancellationToken cancellationToken = default);

    /// <summary>Lists batches, newest first.</summary>
    /// <param name="before">The id after which to go on; null to begin with the newest.</param>
    /// <param name="limit">The most of them, 1 to 1000. Default: 50.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<Batch>> ListAsync(string? before = null, int limit = 50, CancellationToken cancellationToken = default);

    /// <summary>Lists the rows of a batch in their order, read as they are asked for.</summary>
    /// <param name="batchId">The batch.</param>
    /// <param name="state">Only those in this state. Null: all.</param>
    /// <param name="after">The number of the row before the first. Default: 0.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    IAsyncEnumerable<BatchItem> ListItemsAsync(string batchId, BatchItemState? state = null, int after = 0, CancellationToken cancellationToken = default);

    /// <summary>Follows a batch: returns it now, whenever something in it has changed, and when it has ended.</summary>
    /// <param name="batchId">The batch.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BelmException"><c>batch_not_found</c>: there is none of this id.</exception>
    IAsyncEnumerable<Batch> WatchAsync(string batchId, CancellationToken cancellationToken = default);

    /// <summary>Begins no further row of a batch until it is resumed.</summary>
    /// <param name="batchId">The batch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<Batch> PauseAsync(string batchId, CancellationToken cancellationToken = default);

    /// <summary>Lets a paused batch go on.</summary>
    /// <param name="batchId">The batch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<Batch> ResumeAsync(string batchId, CancellationToken cancellationToken = default);

    /// <summary>Cancels what a batch has not done. Rows that are worked on stop within one network call; one that had finished an attempt succeeds with it.</summary>
    /// <param name="batchId">The batch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<Batch> CancelAsync(string batchId, CancellationToken cancellationToken = default);

    /// <summary>Queues the rows once more that failed at work or were cancelled.</summary>
    /// <param name="batchId">The batch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BelmException"><c>batch_not_approved</c>: it was never approved.</exception>
    Task<Batch> RetryAsync(string batchId, CancellationToken cancellationToken = default);

    /// <summary>Lists the workers that were seen in the last day, the ones seen last first.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<WorkerInfo>> ListWorkersAsync(CancellationToken cancellationToken = default);

    /// <summary>Counts what waits and what is worked on.</summary>
    /// <param name="queue">The queue. Null: all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<QueueHealth> GetHealthAsync(string? queue = null, CancellationToken cancellationToken = default);

    /// <summary>Works on the queue of this process's model until it is stopped; an unfinished row is given back.</summary>
    /// <param name="started">Called when it has begun.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BelmException">The model, the device or the database cannot be used.</exception>
    Task WorkAsync(Action<WorkerInfo>? started = null, CancellationToken cancellationToken = default);
}
