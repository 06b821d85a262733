using System.Collections.Concurrent;

namespace BelmAgent.Editing.Edits;

/// <summary>Proposals that wait to run. The oldest are dropped if there are too many.</summary>
/// <remarks>Safe to share between threads.</remarks>
internal sealed class ProposalStore
{
    private const int Most = 256;
    private readonly ConcurrentDictionary<string, PendingEdit> _pending = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    public void Add(PendingEdit pending)
    {
        _pending[pending.Proposal.Id] = pending;
        _order.Enqueue(pending.Proposal.Id);
        while (_order.Count > Most && _order.TryDequeue(out var oldest))
        {
            _pending.TryRemove(oldest, out _);
        }
    }

    /// <summary>Removes and returns a proposal: only the caller can then run it or ask about it.</summary>
    /// <exception cref="BelmException"><c>proposal_not_found</c>: there is no proposal with that id.</exception>
    public PendingEdit Take(string id) => _pending.TryRemove(id, out var pending) ? pending : throw EditErrors.ProposalNotFound(id);

    /// <summary>Puts back a proposal that was removed and has not run.</summary>
    public void Return(PendingEdit pending) => Add(pending);

}
