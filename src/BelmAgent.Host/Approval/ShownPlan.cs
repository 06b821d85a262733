namespace BelmAgent.Host.Approval;

/// <summary>The proposal whose plan the user saw last, so that no other is approved unseen.</summary>
internal sealed class ShownPlan
{
    public string? ProposalId { get; set; }
}
