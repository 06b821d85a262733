using System.Diagnostics.CodeAnalysis;
using BelmAgent.Workflows.Storage;
using BelmAgent.Workflows.Workers;
using Hangfire;
using Hangfire.Common;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Hangfire.States;

namespace BelmAgent.Workflows.Hangfire;

/// <summary>Brings news of work by Hangfire on PostgreSQL: a job says "there is work in this queue", and whoever gets it takes what is next.</summary>
/// <remarks>
/// Jobs name no item, so one that is delivered twice, late or never does no harm: the rows say what is to be done, and each round of the
/// workers adds the jobs that are missing. For the same reason a job whose state changes elsewhere is not stopped; only the end of the
/// server stops it.
/// </remarks>
internal sealed class HangfireCarrier : IItemCarrier
{
    private const string Schema = "belm_hangfire";

    // Enough that no worker waits, few enough that nothing is left over when a batch is cancelled.
    private const int MaxWaitingJobs = 16;

    private readonly Lazy<PostgreSqlStorage> _storage;

    /// <param name="connection">The connection string of the database.</param>
    /// <param name="lease">How long a job is held without a sign of life.</param>
    public HangfireCarrier(string connection, TimeSpan lease) => _storage = new(() =>
    {
        var options = new PostgreSqlStorageOptions
        {
            UseSlidingInvisibilityTimeout = true,
            InvisibilityTimeout = lease,
            // A worker that is killed while it changes a job's state leaves that job locked; ten minutes, the default, would hold up whoever fetches it.
            DistributedLockTimeout = lease,
            QueuePollInterval = TimeSpan.FromMilliseconds(500),
            EnableLongPolling = false,
            PrepareSchemaIfNecessary = true,
            SchemaName = Schema,
        };
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(PostgreSqlDatabase.Complete(connection, lease), options), options);
    });

    public Task NotifyAsync(string queue, int ready, CancellationToken cancellationToken) => ready == 0 ? Task.CompletedTask : Task.Run(
        () =>
        {
            var waiting = _storage.Value.GetMonitoringApi().EnqueuedCount(queue);
            for (var i = waiting; i < Math.Min(ready, MaxWaitingJobs); i++)
            {
                Enqueue(queue);
            }
        },
        cancellationToken);

    public async Task RunAsync(string queue, Func<CancellationToken, Task<string?>> runNext, CancellationToken stopping)
    {
        var broken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var job = new ItemJob(() => RunOneAsync(queue, runNext, broken, stopping));
        using var server = new BackgroundJobServer(
            new BackgroundJobServerOptions
            {
                Activator = new Activator(job),
                Queues = [queue],
                WorkerCount = 1,
                HeartbeatInterval = TimeSpan.FromSeconds(5),
                ServerCheckInterval = TimeSpan.FromSeconds(15),
                ServerTimeout = TimeSpan.FromSeconds(60),
                CancellationCheckInterval = TimeSpan.FromSeconds(1),
                ShutdownTimeout = TimeSpan.FromSeconds(20),
            },
            _storage.Value);
        await Task.WhenAny(broken.Task, Task.Delay(Timeout.Infinite, stopping));
        server.SendStop();
        await server.WaitForShutdownAsync(CancellationToken.None);
        if (broken.Task.IsFaulted)
        {
            await broken.Task;
        }
    }

    private async Task<string> RunOneAsync(string queue, Func<CancellationToken, Task<string?>> runNext, TaskCompletionSource broken, CancellationToken stopping)
    {
        try
        {
            var item = await runNext(stopping);
            stopping.ThrowIfCancellationRequested();
            if (item is not null)
            {
                // Whoever found work looks for more.
                Enqueue(queue);
            }

            return item ?? "nothing to do";
        }
        catch (BelmException exception) when (exception.Kind == ErrorKind.NotUsable)
        {
            broken.TrySetException(exception);
            throw;
        }
    }

    private void Enqueue(string queue) => new BackgroundJobClient(_storage.Value).Create(Job.FromExpression<ItemJob>(job => job.RunAsync()), new EnqueuedState(queue));

    private sealed class Activator(ItemJob job) : JobActivator
    {
        public override object ActivateJob(Type jobType) => job;
    }
}

/// <summary>The job that says there is work. What it returns, the id of the item, is seen in Hangfire's dashboard.</summary>
/// <param name="run">Works on the next item.</param>
[SuppressMessage("Design", "CA1515:Consider making public types internal", Justification = "Hangfire calls it.")]
public sealed class ItemJob(Func<Task<string>> run)
{
    /// <summary>Works on the next item of the queue.</summary>
    /// <returns>The item's id, or that there was nothing to do.</returns>
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public Task<string> RunAsync() => run();
}
