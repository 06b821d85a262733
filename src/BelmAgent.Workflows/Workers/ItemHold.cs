using System.Diagnostics;
using BelmAgent.Editing.Operations;
using BelmAgent.Workflows.Batches;

namespace BelmAgent.Workflows.Workers;

/// <summary>Keeps an item by signs of life while it is worked on, and stops the work when it is lost or cancelled.</summary>
internal sealed class ItemHold : IProgress<EditProgress>, IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ItemLeases _leases;
    private readonly ItemRow _item;
    private readonly TimeSpan _lease;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _beating;
    private long _alive = Stopwatch.GetTimestamp();
    private string? _progress;

    public ItemHold(ItemLeases leases, ItemRow item, TimeSpan lease, CancellationToken stopping)
    {
        (_leases, _item, _lease) = (leases, item, lease);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Token = _stop.Token;
        _beating = Task.Run(BeatAsync, CancellationToken.None);
    }

    /// <summary>Gets the token that stops the work.</summary>
    public CancellationToken Token { get; }

    /// <summary>Gets whether somebody else has the item now, or may have.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Gets whether a user cancelled it.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>Gets or sets what came of it, for metrics.</summary>
    public string Outcome { get; set; } = "failed";

    public void Report(EditProgress value) =>
        Volatile.Write(ref _progress, FormattableString.Invariant($"{{\"stage\":\"{value.Stage}\",\"step\":{value.Step},\"steps\":{value.Steps},\"attempt\":{value.Attempt}}}"));

    /// <summary>Runs a statement, and again while the database does not answer, for as long as the item can be kept.</summary>
    public async Task<bool> InsistAsync(Func<Task<bool>> statement)
    {
        while (true)
        {
            try
            {
                return await statement();
            }
            catch (BelmException exception) when (exception.Kind == ErrorKind.Unavailable && Stopwatch.GetElapsedTime(Volatile.Read(ref _alive)) < _lease * 2)
            {
                await Task.Delay(Pause);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _beating;
        _end.Dispose();
        _stop.Dispose();
    }

    private async Task BeatAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(_lease / 3);
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                await BeatOnceAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The work has ended.
        }
    }

    private async Task BeatOnceAsync()
    {
        try
        {
            switch (await _leases.BeatAsync(_item, Volatile.Read(ref _progress), _end.Token))
            {
                // The row says publishing when the work is done: it is not lost then, and nothing is left to stop.
                case null:
                    IsLost = true;
                    await _stop.CancelAsync();
                    break;
                case true:
                    IsCancelled = true;
                    await _stop.CancelAsync();
                    break;
                default:
                    Volatile.Write(ref _alive, Stopwatch.GetTimestamp());
                    break;
            }
        }
        catch (BelmException) when (Stopwatch.GetElapsedTime(Volatile.Read(ref _alive)) < _lease)
        {
            // The database may be back before the lease ends.
        }
        catch (BelmException)
        {
            IsLost = true;
            await _stop.CancelAsync();
        }
    }
}
