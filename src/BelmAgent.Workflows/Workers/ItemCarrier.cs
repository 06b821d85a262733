namespace BelmAgent.Workflows.Workers;

/// <summary>Brings the news that there is work to workers. What the work is they learn from the rows.</summary>
internal interface IItemCarrier
{
    /// <summary>Says that items of a queue may be ready. Saying it too often does no harm.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="ready">The number of items that are ready.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task NotifyAsync(string queue, int ready, CancellationToken cancellationToken);

    /// <summary>Works until it is stopped.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="runNext">Works on the next item; returns its id, or null if there was none.</param>
    /// <param name="stopping">Stops it; returns when the work has stopped.</param>
    /// <exception cref="BelmException">The machine cannot be used.</exception>
    Task RunAsync(string queue, Func<CancellationToken, Task<string?>> runNext, CancellationToken stopping);
}

/// <summary>Looks at the rows again and again.</summary>
internal sealed class PollingCarrier : IItemCarrier
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public Task NotifyAsync(string queue, int ready, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task RunAsync(string queue, Func<CancellationToken, Task<string?>> runNext, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await runNext(stopping) is null)
                {
                    await Task.Delay(Pause, stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (BelmException exception) when (exception.Kind == ErrorKind.Unavailable)
            {
                await Task.Delay(Pause, stopping).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }
}
