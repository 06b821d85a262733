namespace BelmAgent.Diffusion.Pipeline;

/// <summary>A lock that is granted in the order of requests.</summary>
/// <remarks>
/// <see cref="SemaphoreSlim"/> does not guarantee an order. Safe to share between threads. The caller that is granted the lock
/// continues on another thread than the one that released it.
/// </remarks>
internal sealed class FairTurn
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private bool _isTaken;

    /// <summary>Gets the number of waiting callers.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Waits for the lock. The place in the queue is taken before this method returns.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        LinkedListNode<TaskCompletionSource> place;
        lock (_gate)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return Task.CompletedTask;
            }

            place = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        return WaitAsync(place, cancellationToken);
    }

    /// <summary>Takes the lock if it is free.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            return !_isTaken && (_isTaken = true);
        }
    }

    /// <summary>Passes the lock to the caller that has waited longest.</summary>
    public void Release()
    {
        TaskCompletionSource next;
        lock (_gate)
        {
            if (_waiting.First is not { } first)
            {
                _isTaken = false;
                return;
            }

            _waiting.RemoveFirst();
            next = first.Value;
        }

        next.SetResult();
    }

    private async Task WaitAsync(LinkedListNode<TaskCompletionSource> place, CancellationToken cancellationToken)
    {
        await using (cancellationToken.UnsafeRegister((_, token) => Leave(place, token), null))
        {
            await place.Value.Task;
        }
    }

    // A caller that was granted the lock has already left the list and keeps it.
    private void Leave(LinkedListNode<TaskCompletionSource> place, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (place.List is null)
            {
                return;
            }

            _waiting.Remove(place);
        }

        place.Value.SetCanceled(cancellationToken);
    }
}
