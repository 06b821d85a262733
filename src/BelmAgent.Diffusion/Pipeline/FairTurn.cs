namespace BelmAgent.Diffusion.Pipeline;

/// <summary>A turn that one caller has at a time, granted in the order in which it was asked for.</summary>
/// <remarks>
/// <see cref="SemaphoreSlim"/> promises no order. Safe to share between threads. Who is granted the turn goes on on another thread than
/// the one that released it.
/// </remarks>
internal sealed class FairTurn
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private bool _isTaken;

    /// <summary>Gets the callers that wait.</summary>
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

    /// <summary>Waits for the turn. The place in the order is taken before this returns.</summary>
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

    /// <summary>Takes the turn if nobody has it.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            return !_isTaken && (_isTaken = true);
        }
    }

    /// <summary>Gives the turn to whoever has waited longest.</summary>
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

    // One who was granted the turn has left the list already, and keeps it.
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
