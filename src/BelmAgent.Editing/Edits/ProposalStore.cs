using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Edits;

/// <summary>Proposals that wait to run, and their approval. The oldest give way when there are too many.</summary>
/// <remarks>Safe to share between threads.</remarks>
internal sealed class ProposalStore(IEditApprover approver, EditingOptions options, LibraryId ids, TimeProvider clock)
{
    private const int MaxProposals = 256;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, PendingEdit> _pending = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Makes an id for a proposal.</summary>
    public string NewId() => ids.Next("prop");

    /// <summary>Adds a proposal.</summary>
    /// <param name="proposal">The proposal.</param>
    /// <param name="asked">The plan as it was asked for, before open settings were filled in.</param>
    public void Add(EditProposal proposal, EditPlan asked)
    {
        lock (_gate)
        {
            _pending[proposal.Id] = new PendingEdit(proposal, asked);
            _order.Enqueue(proposal.Id);
            while (_order.Count > MaxProposals)
            {
                _pending.Remove(_order.Dequeue());
            }
        }
    }

    /// <summary>Finds a proposal, held or not.</summary>
    /// <exception cref="BelmException"><c>proposal_not_found</c>: no proposal of that id waits.</exception>
    public WaitingProposal Get(string id)
    {
        lock (_gate)
        {
            return id is not null && _pending.TryGetValue(id, out var pending)
                ? new WaitingProposal(pending.Proposal, pending.Approval)
                : throw EditErrors.ProposalNotFound(id!);
        }
    }

    /// <summary>Creates a claim to a proposal; nothing is held yet.</summary>
    public ProposalClaim Claim(string id) => new(this, id);

    /// <summary>Holds a proposal: its holder alone can run it, or be asked about it.</summary>
    /// <exception cref="BelmException"><c>proposal_not_found</c>: no proposal of that id waits, or another holds it.</exception>
    internal PendingEdit Hold(string id)
    {
        lock (_gate)
        {
            if (!_pending.TryGetValue(id, out var pending) || pending.IsHeld)
            {
                throw EditErrors.ProposalNotFound(id);
            }

            pending.IsHeld = true;
            return pending;
        }
    }

    /// <summary>Lets go of a proposal, which then waits again.</summary>
    internal void Release(PendingEdit pending)
    {
        lock (_gate)
        {
            pending.IsHeld = false;
        }
    }

    /// <summary>Takes a held proposal out for good.</summary>
    internal void Remove(PendingEdit pending)
    {
        lock (_gate)
        {
            _pending.Remove(pending.Proposal.Id);
        }
    }

    /// <summary>Gives a held proposal an approval.</summary>
    internal EditApproval Approve(PendingEdit pending, string by) => pending.Approval = new EditApproval(pending.Proposal.Id, by, clock.GetUtcNow());

    /// <summary>Has a held proposal approved, unless it was before.</summary>
    /// <exception cref="BelmException"><c>not_approved</c>: it was not approved.</exception>
    internal async Task<EditApproval> AskAsync(PendingEdit pending, CancellationToken cancellationToken)
    {
        if (pending.Approval is { } given)
        {
            return given;
        }

        if (options.Approval == ApprovalMode.Automatic)
        {
            return Approve(pending, EditApproval.Automatic);
        }

        if (await approver.ApproveAsync(pending.Proposal, cancellationToken))
        {
            return Approve(pending, approver.Name);
        }

        Remove(pending);
        throw approver is RefusingApprover ? RefusingApprover.Refusal() : EditErrors.NotApproved();
    }
}

/// <summary>A proposal that waits to run.</summary>
/// <param name="proposal">The proposed edit.</param>
/// <param name="asked">The plan as it was asked for, before open settings were filled in.</param>
internal sealed class PendingEdit(EditProposal proposal, EditPlan asked)
{
    public EditProposal Proposal => proposal;

    public EditPlan Asked => asked;

    /// <summary>Who approved it; null when nobody has yet.</summary>
    public EditApproval? Approval { get; set; }

    public bool IsHeld { get; set; }
}

/// <summary>One caller's claim to a proposal. Disposing it lets go of a proposal that has not begun, with the approval that it may have.</summary>
internal sealed class ProposalClaim(ProposalStore store, string id) : IDisposable
{
    private PendingEdit? _held;

    /// <summary>Holds the proposal and has it approved, unless it was before. A question that was broken off can be put again.</summary>
    /// <exception cref="BelmException"><c>proposal_not_found</c>: no such proposal waits.</exception>
    /// <exception cref="BelmException"><c>not_approved</c>: it was not approved, and waits no more.</exception>
    /// <exception cref="LimitExceededException">The turn's budget is spent: the user is not asked about what could not run.</exception>
    public async Task<EditApproval> AuthorizeAsync(CancellationToken cancellationToken)
    {
        TurnBudget.ThrowIfSpent();
        _held = store.Hold(id);
        return await store.AskAsync(_held, cancellationToken);
    }

    /// <summary>Holds the proposal and approves it.</summary>
    /// <exception cref="BelmException"><c>proposal_not_found</c>: no such proposal waits.</exception>
    public EditApproval Approve(string by)
    {
        _held = store.Hold(id);
        return store.Approve(_held, by);
    }

    /// <summary>Holds the proposal and takes it out for good.</summary>
    /// <exception cref="BelmException"><c>proposal_not_found</c>: no such proposal waits.</exception>
    public EditProposal Refuse()
    {
        _held = store.Hold(id);
        store.Remove(_held);
        return _held.Proposal;
    }

    /// <summary>Takes the approved proposal out: it runs now, and never again.</summary>
    public PendingEdit Begin()
    {
        var pending = _held!;
        store.Remove(pending);
        return pending;
    }

    public void Dispose()
    {
        if (_held is { } held)
        {
            store.Release(held);
        }
    }
}
