using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Plugins.Results;

/// <summary>A proposed edit, or a question for the user.</summary>
public sealed record PlanEditResult : BelmResult
{
    /// <summary>Gets the picture that would be edited.</summary>
    [JsonPropertyName("image_id")]
    public string? ImageId { get; init; }

    /// <summary>Gets the proposal for edit_image; null if there is a question.</summary>
    [JsonPropertyName("proposal_id")]
    public string? ProposalId { get; init; }

    /// <summary>Gets the question; null if there is a proposal.</summary>
    [JsonPropertyName("question")]
    public string? Question { get; init; }

    /// <summary>Gets what would change, or why there is a question.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>Gets further notes for the user.</summary>
    [JsonPropertyName("notes")]
    public IReadOnlyList<string>? Notes { get; init; }

    /// <summary>Gets the caption that the plan starts from; for an edited picture, that of the first picture.</summary>
    [JsonPropertyName("caption")]
    public string? Caption { get; init; }

    /// <summary>Gets the plan with every setting filled in.</summary>
    [JsonPropertyName("plan")]
    public EditPlan? Plan { get; init; }

    /// <summary>Gets the maximum number of attempts until the check passes.</summary>
    [JsonPropertyName("max_attempts")]
    public int? MaxAttempts { get; init; }

    /// <summary>Gets the estimated seconds of one attempt; null before anything has been timed.</summary>
    [JsonPropertyName("estimated_seconds")]
    public double? EstimatedSeconds { get; init; }
}
