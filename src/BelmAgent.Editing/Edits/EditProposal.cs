using System.Text.Json.Serialization;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Edits;

/// <summary>An edit that is planned and validated, and waits for approval.</summary>
public sealed record EditProposal
{
    /// <summary>Gets the proposal's id.</summary>
    [JsonPropertyName("proposal_id")]
    public required string Id { get; init; }

    /// <summary>Gets the picture to edit.</summary>
    [JsonPropertyName("image_id")]
    public required string ImageId { get; init; }

    /// <summary>Gets the plan with every setting filled in.</summary>
    [JsonPropertyName("plan")]
    public required EditPlan Plan { get; init; }

    /// <summary>Gets the number of UNet row evaluations of one attempt, including the inversion but not the check.</summary>
    [JsonPropertyName("unet_evaluations")]
    public required int UnetEvaluations { get; init; }

    /// <summary>Gets the maximum number of attempts until the check passes; each costs about the same, except one that doubles the steps.</summary>
    [JsonPropertyName("max_attempts")]
    public int MaxAttempts { get; init; } = 1;

    /// <summary>Gets the estimated seconds of one attempt on this machine; null before anything has been timed.</summary>
    [JsonPropertyName("estimated_seconds")]
    public double? EstimatedSeconds { get; init; }
}

/// <summary>A proposal that waits to run.</summary>
/// <param name="Proposal">The proposed edit.</param>
/// <param name="Approval">Its approval; null if nobody has approved it yet.</param>
public sealed record WaitingProposal(EditProposal Proposal, EditApproval? Approval);
