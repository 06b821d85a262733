using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Plugins.Results;

/// <summary>A proposed edit, or a question for the person.</summary>
public sealed record PlanEditResult : BelmResult
{
    /// <summary>Gets the picture that would be edited.</summary>
    [JsonPropertyName("image_id")]
    public string? ImageId { get; init; }

    /// <summary>Gets the proposal to give to edit_image; null when there is a question.</summary>
    [JsonPropertyName("proposal_id")]
    public string? ProposalId { get; init; }

    /// <summary>What the person must say first; null when there is a proposal.</summary>
    [JsonPropertyName("question")]
    public string? Question { get; init; }

    /// <summary>What would change, or why there is a question.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>What else the person should know.</summary>
    [JsonPropertyName("notes")]
    public IReadOnlyList<string>? Notes { get; init; }

    /// <summary>What the picture shows now, as the plan takes it; an edited picture's plan starts from what the first picture showed.</summary>
    [JsonPropertyName("caption")]
    public string? Caption { get; init; }

    /// <summary>Gets the plan with every setting filled in.</summary>
    [JsonPropertyName("plan")]
    public EditPlan? Plan { get; init; }

    /// <summary>Gets the most attempts that are made until the check passes.</summary>
    [JsonPropertyName("max_attempts")]
    public int? MaxAttempts { get; init; }

    /// <summary>Gets the estimated seconds of one attempt; null before anything has been timed.</summary>
    [JsonPropertyName("estimated_seconds")]
    public double? EstimatedSeconds { get; init; }
}
