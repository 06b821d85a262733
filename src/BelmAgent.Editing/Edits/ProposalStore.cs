using System.Collections.Concurrent;

namespace BelmAgent.Editing.Edits;

/// <summary>Proposals that wait to run. The oldest give way when there are too many.</summary>
/// <remarks>Safe to share between threads.</remarks>
internal sealed class ProposalStore
{
    private const int Most = 256;
    private readonly ConcurrentDictionary<string, EditProposal> _proposals = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    public void Add(EditProposal proposal)
    {
        _proposals[proposal.Id] = proposal;
        _order.Enqueue(proposal.Id);
        while (_order.Count > Most && _order.TryDequeue(out var oldest))
        {
            _proposals.TryRemove(oldest, out _);
        }
    }

    /// <summary>Takes a proposal out, so that it runs once.</summary>
    /// <exception cref="ProposalNotFoundException">There is none of that id.</exception>
    public EditProposal Take(string id) => _proposals.TryRemove(id, out var proposal) ? proposal : throw new ProposalNotFoundException(id);
}
