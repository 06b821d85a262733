using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Edits;

/// <summary>A proposal that waits to run.</summary>
/// <param name="Proposal">The proposal.</param>
/// <param name="Asked">The plan as requested, before open settings were filled in.</param>
/// <param name="Approval">The approval; null if not yet given.</param>
internal sealed record PendingEdit(EditProposal Proposal, EditPlan Asked, EditApproval? Approval = null);
