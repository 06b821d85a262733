using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Edits;

/// <summary>A proposal that waits to run.</summary>
/// <param name="Proposal">What would run.</param>
/// <param name="Asked">The plan as it was asked for, before open settings were filled in.</param>
/// <param name="Approval">Who approved it; null when nobody has yet.</param>
internal sealed record PendingEdit(EditProposal Proposal, EditPlan Asked, EditApproval? Approval = null);
